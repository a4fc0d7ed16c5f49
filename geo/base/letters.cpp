// SPDX-License-Identifier: Apache-2.0
#include "geo/base/letters.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace geo {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string mapped(std::string_view utf8, int options) {
  utf8proc_uint8_t* out = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(utf8.data()), static_cast<utf8proc_ssize_t>(utf8.size()), &out,
                                 static_cast<utf8proc_option_t>(options | UTF8PROC_STABLE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(out, &std::free);
  if (size == UTF8PROC_ERROR_NOMEM) { throw std::bad_alloc(); }
  return size < 0 ? std::string(utf8) : std::string(reinterpret_cast<const char*>(out), static_cast<std::size_t>(size));
}

}  // namespace

std::string fold_case(std::string_view utf8) {
  if (!is_ascii(utf8)) { return mapped(utf8, UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE); }
  std::string small(utf8);
  std::transform(small.begin(), small.end(), small.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return small;
}

std::string strip_accents(std::string_view utf8) {
  return is_ascii(utf8) ? std::string(utf8) : mapped(utf8, UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK);
}

}  // namespace geo
