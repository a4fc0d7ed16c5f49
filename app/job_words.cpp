// SPDX-License-Identifier: Apache-2.0
#include "app/job_words.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>

namespace app {
namespace {

namespace dom = simdjson::dom;

struct Word {
  std::string_view name;
  std::string_view en;
  std::string_view pt;
};
constexpr std::array<Word, 6> words{{{"collection", "collection", "colecção"},
                                     {"collections", "collections", "colecções"},
                                     {"file", "file", "ficheiro"},
                                     {"method", "method", "método"},
                                     {"dry_run", "trial only", "só ensaio"},
                                     {"export", "number", "número"}}};

std::string word(std::string_view name, bool pt) {
  const auto* found = std::find_if(words.begin(), words.end(), [&](const Word& w) { return w.name == name; });
  return std::string(found == words.end() ? name : pt ? found->pt : found->en);
}

std::string value_text(const dom::element& value) {
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS) { return std::string(text); }
  dom::array items;
  if (value.get(items) != simdjson::SUCCESS) { return std::string(simdjson::minify(value)); }
  std::string list;
  for (const dom::element item : items) { list += (list.empty() ? "" : " ") + value_text(item); }
  return list;
}

}  // namespace

std::string parameters_text(const std::string& json, std::string_view language) {
  const bool pt = language == "pt";
  dom::parser parser;
  dom::element root;
  dom::object object;
  if (parser.parse(json).get(root) != simdjson::SUCCESS || root.get(object) != simdjson::SUCCESS) { return json; }
  std::string text;
  for (const auto& [name, value] : object) {
    bool flag = false;
    const bool is_flag = value.get(flag) == simdjson::SUCCESS;
    if (is_flag && !flag) { continue; }  // what was not asked for
    text += (text.empty() ? "" : ", ") + word(name, pt) + (is_flag ? "" : " " + value_text(value));
  }
  return text;
}

}  // namespace app
