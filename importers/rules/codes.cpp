// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/codes.hpp"

#include "geo/base/text.hpp"

#include <algorithm>
#include <iterator>

namespace importers {
namespace {

constexpr std::size_t most_remembered = 20'000;  // a column of free text must not fill the memory

constexpr std::string_view gbv_words[] = {
    "violencia_domestica",
    "domestic_violence",
    "domestic_abuse",
    "violencia_baseada_no_genero",
    "gender_based_violence",
    "gbv",
    "vbg",
    "sgbv",
    "violencia_sexual",
    "sexual_violence",
    "sexual_assault",
    "sexual_abuse",
    "abuso_sexual",
    "assedio_sexual",
    "sexual_harassment",
    "agressao_sexual",
    "rape",
    "violacao",
    "estupro",
    "casamento_prematuro",
    "child_marriage",
    "forced_marriage",
};

/// "dormant (no meeting in 90 days)" -> "dormant".
std::string_view without_bracket(std::string_view title) {
  const std::size_t at = title.find(" (");
  return at == std::string_view::npos ? title : title.substr(0, at);
}

bool only_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool names_gbv(std::string_view words) {
  const std::string fenced = "_" + geo::fold_name(words) + "_";
  return std::any_of(std::begin(gbv_words), std::end(gbv_words),
                     [&](std::string_view w) { return fenced.find("_" + std::string(w) + "_") != std::string::npos; });
}

CodeFinder::CodeFinder(const geo::CodeList& list) : m_list(list) {
  const auto add = [&](std::string_view words, const geo::Code& code) { m_words.emplace(geo::fold_name(words), &code); };
  for (const geo::Code& code : list.codes) { add(code.code, code); }
  for (const geo::Code& code : list.codes) {
    for (const std::string_view title : {std::string_view(code.title.en), std::string_view(code.title.pt)}) {
      add(title, code);
      add(without_bracket(title), code);
    }
  }
  const CodeWords words = code_words();
  for (const CodeWord* w = words.begin; w != words.end; ++w) {
    if (w->list != list.id) { continue; }
    if (const geo::Code* code = list.find(w->code)) { m_words.emplace(std::string(w->word), code); }
  }
}

const CodeMatch& CodeFinder::find(std::string_view cell) {
  if (const auto it = m_seen.find(cell); it != m_seen.end()) { return it->second; }
  if (m_seen.size() >= most_remembered) { m_seen.clear(); }
  return m_seen.emplace(std::string(cell), look_up(cell)).first->second;
}

CodeMatch CodeFinder::look_up(std::string_view cell) const {
  CodeMatch match;
  match.gbv = names_gbv(cell);
  match.code = m_list.find(cell);
  match.exact = match.code != nullptr;
  if (match.code == nullptr && only_digits(cell)) { match.code = m_list.find("0" + std::string(cell)); }
  if (match.code == nullptr) {
    const auto it = m_words.find(geo::fold_name(cell));
    if (it != m_words.end()) { match.code = it->second; }
  }
  return match;
}

}  // namespace importers
