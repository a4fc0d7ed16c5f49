// SPDX-License-Identifier: Apache-2.0
#include "store/accounts/account_rules.hpp"

#include "geo/base/error.hpp"
#include "geo/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace store {
namespace {

using geo::Error;
using geo::excerpt;
using geo::Problem;

constexpr std::size_t longest_name = 63;
constexpr std::size_t longest_label = 100;
constexpr int most_days = 3650;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }

/// Plain P-codes, such as MZ01 or MZ0110: the gazetteer of a programme may come later than its people.
bool is_area(std::string_view code) {
  return code.size() >= 2 && code.size() <= 20 &&
         std::all_of(code.begin(), code.end(), [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); });
}

}  // namespace

bool is_account_name(std::string_view name) {
  return !name.empty() && name.size() <= longest_name && is_small(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_small(c) || is_digit(c) || c == '.' || c == '_' || c == '-'; });
}

void check_account_name(const std::string& name) {
  if (is_account_name(name)) { return; }
  throw Error(Problem::usage,
              fmt::format("{} is no name for a user: it begins with a small letter and has small letters, digits, '.', '_' and '-', "
                          "63 at most",
                          excerpt(name)),
              fmt::format("{} não serve de nome de utilizador: começa por letra minúscula e tem minúsculas sem acento, algarismos, '.', "
                          "'_' e '-', até 63",
                          excerpt(name)));
}

std::vector<std::string> checked_areas(std::vector<std::string> areas) {
  for (const std::string& area : areas) {
    if (is_area(area)) { continue; }
    throw Error(Problem::usage, fmt::format("{} is no P-code: capital letters and digits, such as MZ01", excerpt(area)),
                fmt::format("{} não é um P-code: letras maiúsculas e algarismos, como MZ01", excerpt(area)));
  }
  std::sort(areas.begin(), areas.end());
  areas.erase(std::unique(areas.begin(), areas.end()), areas.end());
  return areas;
}

void check_label(const std::string& label) {
  if (label.size() <= longest_label && geo::is_valid_utf8(label) && geo::is_clean(label)) { return; }
  throw Error(Problem::usage, "a label is one line of 100 bytes at most, such as 'QGIS in Pemba'",
              "uma etiqueta é uma linha de 100 bytes, no máximo, como 'QGIS em Pemba'");
}

void check_days(int days) {
  if (days >= 1 && days <= most_days) { return; }
  throw Error(Problem::usage, fmt::format("a token lives 1 to {} days", most_days), fmt::format("um token vive de 1 a {} dias", most_days));
}

void throw_no_account(const std::string& name) {
  throw Error(Problem::not_found, fmt::format("there is no user {}; see: bairro user list", excerpt(name)),
              fmt::format("não existe o utilizador {}; veja: bairro user list", excerpt(name)));
}

}  // namespace store
