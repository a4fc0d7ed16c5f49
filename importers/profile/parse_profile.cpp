// SPDX-License-Identifier: Apache-2.0
#include "geo/base/hash.hpp"
#include "geo/base/text.hpp"
#include "importers/profile/source_profile.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <optional>

namespace importers {
namespace {

/// Reads one profile; every mistake is one sentence with the line it stands on.
class ProfileReader {
 public:
  ProfileReader(std::string_view toml, std::string name) : m_toml(toml), m_name(std::move(name)) {}

  SourceProfile read() {
    try {
      const toml::table table = toml::parse(m_toml, m_name);
      for (const auto& [key, node] : table) { take(key.str(), node); }
    } catch (const toml::parse_error& error) { refuse(error.source(), std::string(error.description()), std::string(error.description())); }
    check();
    return std::move(m_profile);
  }

 private:
  [[noreturn]] void refuse(const toml::source_region& where, const std::string& en, const std::string& pt) const {
    throw geo::Error(geo::Problem::usage, fmt::format("profile {}, line {}: {}", m_name, where.begin.line, en),
                     fmt::format("perfil {}, linha {}: {}", m_name, where.begin.line, pt));
  }
  [[noreturn]] void refuse_key(std::string_view key, const toml::node& node, std::string_view known) const {
    refuse(node.source(), fmt::format("unknown key '{}'; here may stand {}", key, known),
           fmt::format("chave desconhecida '{}'; aqui podem estar {}", key, known));
  }

  std::string text(std::string_view key, const toml::node& node) const {
    if (const std::optional<std::string> value = node.value_exact<std::string>()) { return *value; }
    refuse(node.source(), fmt::format("'{}' must be a text in quotes", key), fmt::format("'{}' tem de ser um texto entre aspas", key));
  }
  std::vector<std::string> texts(std::string_view key, const toml::node& node) const {
    std::vector<std::string> list;
    const toml::array* array = node.as_array();
    if (array == nullptr) {
      refuse(node.source(), fmt::format("'{}' must be a list of texts", key), fmt::format("'{}' tem de ser uma lista de textos", key));
    }
    for (const toml::node& item : *array) { list.push_back(text(key, item)); }
    return list;
  }
  std::vector<std::string> names(std::string_view key, const toml::node& node) const {
    std::vector<std::string> list = texts(key, node);
    for (std::string& name : list) { name = geo::fold_name(name); }
    return list;
  }
  const toml::table& table(std::string_view key, const toml::node& node) const {
    if (node.is_table()) { return *node.as_table(); }
    refuse(node.source(), fmt::format("'{}' must be a table", key), fmt::format("'{}' tem de ser uma tabela", key));
  }

  void take(std::string_view key, const toml::node& node) {
    if (key == "id") {
      m_profile.id = text(key, node);
    } else if (key == "title") {
      take_title(table(key, node));
    } else if (key == "collections") {
      m_profile.collections = texts(key, node);
    } else if (key == "columns") {
      m_profile.columns = texts(key, node);
    } else if (key == "only") {
      take_only(table(key, node));
    } else if (key == "detect") {
      m_profile.detect = names(key, node);
    } else if (key == "source") {
      m_profile.source = text(key, node);
    } else if (key == "key") {
      m_profile.key = names(key, node);
    } else if (key == "time_zone") {
      m_profile.time_zone = text(key, node);
    } else if (key == "ignore") {
      m_profile.ignore = names(key, node);
    } else if (key == "fields") {
      for (const auto& [field, entry] : table(key, node)) { take_field(field.str(), entry); }
    } else {
      refuse_key(key, node, "id, title, collections, columns, detect, only, source, key, time_zone, ignore, fields");
    }
  }

  void take_title(const toml::table& title) {
    for (const auto& [key, node] : title) {
      if (key.str() == "en") {
        m_profile.title.en = text(key.str(), node);
      } else if (key.str() == "pt") {
        m_profile.title.pt = text(key.str(), node);
      } else {
        refuse_key(key.str(), node, "en, pt");
      }
    }
  }

  void take_only(const toml::table& only) {
    for (const auto& [key, node] : only) {
      if (key.str() == "column") {
        m_profile.only_column = geo::fold_name(text(key.str(), node));
      } else if (key.str() == "values") {
        m_profile.only_values = texts(key.str(), node);
        for (std::string& value : m_profile.only_values) { value = geo::fold(value); }
      } else {
        refuse_key(key.str(), node, "column, values");
      }
    }
  }

  void take_field(std::string_view field, const toml::node& node) {
    ProfileField entry;
    entry.field = field;
    if (node.is_array()) {  // field = ["column", …]
      entry.columns = names(field, node);
    } else {
      for (const auto& [key, value] : table(field, node)) { take_entry(entry, key.str(), value); }
    }
    const bool from_file = !entry.columns.empty() || !entry.tags.empty();
    if (from_file == !entry.constant.empty()) {
      refuse(node.source(), fmt::format("field '{}' needs either columns (or tags) or a constant", field),
             fmt::format("o campo '{}' precisa de columns (ou tags) ou de constant, não de ambos", field));
    }
    m_profile.fields.push_back(std::move(entry));
  }

  void take_entry(ProfileField& entry, std::string_view key, const toml::node& node) {
    if (key == "columns") {
      entry.columns = names(key, node);
    } else if (key == "tags") {
      entry.tags = texts(key, node);
    } else if (key == "constant") {
      entry.constant = text(key, node);
    } else if (key == "values") {
      for (const auto& [cell, value] : table(key, node)) { entry.values[geo::fold(cell.str())] = text(key, value); }
    } else {
      refuse_key(key, node, "columns, tags, values, constant");
    }
  }

  void check() const {
    const bool complete = !m_profile.id.empty() && !m_profile.collections.empty() && !m_profile.fields.empty();
    if (complete) { return; }
    throw geo::Error(geo::Problem::usage, fmt::format("profile {}: it needs id, collections and fields", m_name),
                     fmt::format("perfil {}: precisa de id, collections e fields", m_name));
  }

  std::string_view m_toml;
  std::string m_name;
  SourceProfile m_profile;
};

}  // namespace

ProfilePointer parse_profile(std::string_view toml, const std::string& name) {
  SourceProfile profile = ProfileReader(toml, name).read();
  profile.fingerprint = geo::hash128(toml).hex();
  return std::make_shared<const SourceProfile>(std::move(profile));
}

}  // namespace importers
