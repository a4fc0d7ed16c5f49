// SPDX-License-Identifier: Apache-2.0
#include "store/audit/entry.hpp"

#include "geo/base/error.hpp"
#include "geo/base/json.hpp"

#include <algorithm>
#include <utility>

namespace store {
namespace {

constexpr std::size_t longest_word = 100;
constexpr std::size_t longest_purpose = 500;
constexpr std::string_view signs = "_-.:,{}/";

bool is_of_words(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || signs.find(c) != std::string_view::npos;
}

std::string word_of(std::string_view text) {
  std::string word(text.substr(0, longest_word));
  std::replace_if(
      word.begin(), word.end(), [](char c) { return !is_of_words(c); }, '?');
  return word;
}

/// Names of accounts may have letters of any script; what steers a terminal is taken out, and a cut may not leave half a letter.
std::string name_of(std::string_view text) {
  std::string name(text.substr(0, longest_word));
  std::replace_if(
      name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
  while (text.size() > longest_word && !name.empty() && (name.back() & 0x80) != 0) { name.pop_back(); }
  return name;
}

}  // namespace

void AuditDetails::key(std::string_view name) {
  if (!m_members.empty()) { m_members += ','; }
  geo::append_json_string(m_members, word_of(name));
  m_members += ':';
}

AuditDetails& AuditDetails::number(std::string_view name, std::int64_t value) {
  key(name);
  m_members += std::to_string(value);
  return *this;
}

AuditDetails& AuditDetails::word(std::string_view name, std::string_view value) {
  key(name);
  geo::append_json_string(m_members, word_of(value));
  return *this;
}

AuditDetails& AuditDetails::purpose(std::string_view text) {
  const bool is_line = std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  const bool says_something = std::any_of(text.begin(), text.end(), [](char c) { return c != ' '; });
  if (!is_line || !says_something || text.size() > longest_purpose) {
    throw geo::Error(geo::Problem::usage, "say in one line of at most 500 letters what the rows are for: --purpose TEXT",
                     "diga numa linha de até 500 letras para que servem as linhas: --purpose TEXTO");
  }
  key("purpose");
  geo::append_json_string(m_members, text);
  return *this;
}

AuditEntry audit_entry(const Actor& actor, std::string action, std::string object, std::int64_t rows, AuditDetails details) {
  return {actor.who, actor.role, std::move(action), std::move(object), rows, std::move(details)};
}

AuditRecord audit_record(const AuditEntry& entry, std::int64_t seq, geo::TimeMs at, std::string prev) {
  AuditRecord record;
  record.seq = seq;
  record.at = at;
  record.who = name_of(entry.who);
  record.role = name_of(entry.role);
  record.action = word_of(entry.action);
  record.object = word_of(entry.object);
  record.details = entry.details.json();
  record.rows = entry.rows;
  record.prev = std::move(prev);
  return record;
}

}  // namespace store
