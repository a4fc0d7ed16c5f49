// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/extra.hpp"

#include "geo/base/json.hpp"
#include "geo/base/text.hpp"

#include <algorithm>

namespace importers {
namespace {

bool needs_no_escape(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c < '\x7f' && c != '"' && c != '\\'; });
}

}  // namespace

bool ExtraWriter::add(std::string_view key, std::string_view value) {
  if (m_json.size() + key.size() + 2 > total_bytes) { return false; }
  const std::string_view cut = geo::truncate_utf8(value, std::min(value_bytes, total_bytes - m_json.size() - key.size() - 2));
  m_json += m_json.empty() ? '{' : ',';
  m_json += key;
  if (needs_no_escape(cut)) {
    ((m_json += '"') += cut) += '"';
  } else if (geo::is_clean(cut, true)) {
    geo::append_json_string(m_json, cut);
  } else {
    geo::append_json_string(m_json, geo::clean(cut, true));
  }
  return cut.size() == value.size();
}

const std::string& ExtraWriter::finish() {
  m_json += '}';
  return m_json;
}

std::string json_key(std::string_view name) {
  std::string key;
  geo::append_json_string(key, name);
  return key + ':';
}

}  // namespace importers
