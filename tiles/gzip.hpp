// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tiles {

/// One gzip member without a name or a time: the same bytes give the same. `level` as libdeflate has it, 1 to 12. Thread-safe.
std::string gzip(std::string_view bytes, int level = 6);

/// What one gzip member holds. Throws Error{input} for anything else, for more than `most` bytes, and when its checksum does not fit; never
/// takes more memory than `most`, nor more than such input can hold.
std::string gunzip(std::string_view member, std::size_t most);

}  // namespace tiles
