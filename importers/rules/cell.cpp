// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/cell.hpp"

#include "geo/base/text.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace importers {
namespace {

constexpr std::size_t longest_null_word = 14;
constexpr std::string_view null_words[] = {"n/a",       "n.a.",         "n/d",     "n.d.",   "-",    "--",
                                           ".",         "null",         "s/d",     "s.d.",   "nan",  "nao sabe",
                                           "sem dados", "sem resposta", "no data", "<null>", "#n/a", "?"};

}  // namespace

bool is_null_word(std::string_view cell, bool text) {
  if (cell.size() > longest_null_word) { return false; }
  if (cell.size() == 2) {
    if (cell == "NA" || cell == "ND") { return true; }
    if (!text && (cell == "na" || cell == "nd" || cell == "Na" || cell == "Nd")) { return true; }
  }
  // Nearly every cell begins with something else; folding is for the rest.
  constexpr std::string_view starts = "nNsS-.<#?";
  if (cell.empty() || starts.find(cell.front()) == std::string_view::npos) { return false; }
  const std::string folded = geo::fold(cell);
  return std::find(std::begin(null_words), std::end(null_words), folded) != std::end(null_words);
}

bool is_null_number(double value) {
  const double size = std::abs(value);
  return size == 99 || size == 999 || size == 9999;
}

}  // namespace importers
