// SPDX-License-Identifier: Apache-2.0
#include "geo/base/error.hpp"
#include "geo/plain/weights.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <string>
#include <vector>

namespace geo {
namespace {

namespace dom = simdjson::dom;

class Reading {
 public:
  explicit Reading(std::string_view file) : m_file(file) {}

  [[noreturn]] void refuse(const std::string& en, const std::string& pt) const {
    throw Error(Problem::input, fmt::format("{} is no file of weights: {}.", m_file, en),
                fmt::format("{} não é um ficheiro de pesos: {}.", m_file, pt));
  }
  [[nodiscard]] dom::array lists(dom::element document, const char* name, std::size_t places) const {
    dom::array lists;
    if (document[name].get(lists) != simdjson::SUCCESS || lists.size() != places) {
      refuse(fmt::format(R"("{}" must be {} lists, as "n" says)", name, places),
             fmt::format(R"("{}" tem de ter {} listas, como diz "n")", name, places));
    }
    return lists;
  }
  /// The lists as numbers of the type.
  template <class Number>
  std::vector<std::vector<Number>> rows(dom::array lists, const char* name) const {
    std::vector<std::vector<Number>> rows;
    for (const dom::element list : lists) {
      rows.emplace_back();
      dom::array items;
      bool good = list.get(items) == simdjson::SUCCESS;
      for (auto item = items.begin(); good && item != items.end(); ++item) {
        Number number{};
        good = (*item).get(number) == simdjson::SUCCESS;
        rows.back().push_back(number);
      }
      if (!good) {
        refuse(fmt::format("\"{}\" of place {} is no list of numbers", name, rows.size() - 1),
               fmt::format("\"{}\" do lugar {} não é uma lista de números", name, rows.size() - 1));
      }
    }
    return rows;
  }

 private:
  std::string_view m_file;
};

/// Counted from 0, whichever way the file does.
std::vector<std::vector<std::uint32_t>> from_zero(const std::vector<std::vector<std::uint64_t>>& numbers, bool zero_based,
                                                  const Reading& reading) {
  const std::uint64_t first = zero_based ? 0 : 1;
  std::vector<std::vector<std::uint32_t>> lists;
  lists.reserve(numbers.size());
  for (const auto& row : numbers) {
    lists.emplace_back();
    lists.back().reserve(row.size());
    for (const std::uint64_t number : row) {
      if (number < first || number > numbers.size()) {
        const std::uint64_t place = lists.size() - 1 + first;
        reading.refuse(fmt::format("place {} has the neighbour {}, which is none of {} places", place, number, numbers.size()),
                       fmt::format("o lugar {} tem o vizinho {}, que não é nenhum de {} lugares", place, number, numbers.size()));
      }
      lists.back().push_back(static_cast<std::uint32_t>(number - first));
    }
  }
  return lists;
}

}  // namespace

SpatialWeights weights_of_json(std::string_view json, std::string_view file) {
  const Reading reading(file);
  dom::parser parser;
  dom::element document;
  if (parser.parse(json.data(), json.size()).get(document) != simdjson::SUCCESS || !document.is_object()) {
    reading.refuse("it is no JSON object", "não é um objecto JSON");
  }
  std::uint64_t places = 0;
  if (document["n"].get(places) != simdjson::SUCCESS) {
    reading.refuse("\"n\" must be the number of places", "\"n\" tem de ser o número de lugares");
  }
  bool zero_based = true;
  // Lists that are read one too high or too low look just as good: whether the first place is 0 or 1 must be said.
  if (document["zero_based"].get(zero_based) != simdjson::SUCCESS) {
    reading.refuse("\"zero_based\" must be true (the first place is 0) or false (it is 1)",
                   "\"zero_based\" tem de ser true (o primeiro lugar é 0) ou false (é 1)");
  }
  const auto numbers = reading.rows<std::uint64_t>(reading.lists(document, "neighbours", places), "neighbours");
  const auto lists = from_zero(numbers, zero_based, reading);
  std::vector<std::vector<double>> weights;
  dom::element given;
  if (document["weights"].get(given) == simdjson::SUCCESS && !given.is_null()) {
    weights = reading.rows<double>(reading.lists(document, "weights", places), "weights");
  }
  return weights_of_lists(lists, weights);
}

}  // namespace geo
