// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace geo {

/// Four numbers that are computed with as one, in whatever registers there are (a GNU extension that clang shares): two of SSE2, one of
/// AVX2. Both round alike. Handed on by reference only: how one is handed by value depends on the registers.
using Four = double __attribute__((vector_size(32)));
using FourBits = std::int64_t __attribute__((vector_size(32)));

/// As they lie in memory, anywhere: packed, since clang does not lower the alignment of an alias.
struct __attribute__((packed, may_alias)) LooseFour {
  Four numbers;
};

[[gnu::always_inline]] inline void load_four(const double* from, Four& to) { to = reinterpret_cast<const LooseFour*>(from)->numbers; }
[[gnu::always_inline]] inline void store_four(const Four& from, double* to) { reinterpret_cast<LooseFour*>(to)->numbers = from; }

}  // namespace geo
