// SPDX-License-Identifier: Apache-2.0
#include "api/page_token.hpp"

#include "geo/base/error.hpp"
#include "geo/base/hash.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>

namespace api {
namespace {

// "1" for this version, 14 hexadecimal digits of the fid (< 2^53), 8 that vouch for both and for the collection.
constexpr char version = '1';
constexpr std::size_t fid_digits = 14;
constexpr std::size_t check_digits = 8;

std::string token_for(std::string_view collection, std::uint64_t fid) {
  const std::uint64_t check = geo::mix64(geo::hash64(collection) ^ geo::mix64(fid)) >> 32U;
  return fmt::format("{}{:014x}{:08x}", version, fid, check);
}

}  // namespace

std::string page_token(std::string_view collection, geo::Fid last) { return token_for(collection, static_cast<std::uint64_t>(last)); }

geo::Fid read_page_token(std::string_view collection, std::string_view token) {
  std::uint64_t fid = 0;
  if (token.size() == 1 + fid_digits + check_digits) {
    const char* const begin = token.data() + 1;
    const auto [end, error] = std::from_chars(begin, begin + fid_digits, fid, 16);
    if (error == std::errc{} && end == begin + fid_digits && token_for(collection, fid) == token) { return static_cast<geo::Fid>(fid); }
  }
  throw geo::Error(geo::Problem::usage, "'next' is not a mark that this collection gave: follow the links named next, unchanged",
                   "'next' não é uma marca dada por esta colecção: siga as ligações com o nome next, sem as alterar");
}

}  // namespace api
