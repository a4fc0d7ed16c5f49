// SPDX-License-Identifier: Apache-2.0
#include "tests/support/base64.hpp"

#include <cstdint>

namespace test_support {

std::string base64(const std::string& bytes) {
  constexpr const char* letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t block = 0;
    for (std::size_t k = 0; k < 3; ++k) { block = block << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U); }
    for (std::size_t k = 0; k < 4; ++k) { out += i + k > bytes.size() ? '=' : letters[block >> (18 - 6 * k) & 63U]; }
  }
  return out;
}

}  // namespace test_support
