// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace geo {

/// Whether this machine has the wide registers that the functions marked for AVX2 need.
inline bool has_avx2() {
#if defined(__x86_64__)
  static const bool has = __builtin_cpu_supports("avx2") != 0;
  return has;
#else
  return false;
#endif
}

}  // namespace geo
