// SPDX-License-Identifier: Apache-2.0
#include "app/config.hpp"

#include "geo/base/error.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

namespace app {
namespace {

constexpr const char* known_keys = "store, listen, public_url, time_zone, language, title, cors";

[[noreturn]] void refuse(const std::filesystem::path& file, const toml::source_region& where, std::string_view en, std::string_view pt) {
  throw geo::Error(geo::Problem::usage, fmt::format("{}, line {}: {}", file.string(), where.begin.line, en),
                   fmt::format("{}, linha {}: {}", file.string(), where.begin.line, pt));
}

bool is_known(std::string_view key) {
  return key == "store" || key == "listen" || key == "public_url" || key == "time_zone" || key == "language" || key == "title" ||
         key == "cors";
}

/// A list of texts: ["a", "b"].
std::vector<std::string> read_texts(const std::filesystem::path& file, std::string_view name, const toml::node& node) {
  std::vector<std::string> texts;
  const toml::array* list = node.as_array();
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const auto text = (*list)[i].value_exact<std::string>();
    if (!text) { break; }
    texts.push_back(*text);
  }
  if (list == nullptr || texts.size() != list->size()) {
    refuse(file, node.source(), fmt::format("'{}' must be a list of texts in quotes: [\"…\", \"…\"]", name),
           fmt::format("'{}' tem de ser uma lista de textos entre aspas: [\"…\", \"…\"]", name));
  }
  return texts;
}

}  // namespace

Config read_config(const std::filesystem::path& file) {
  if (!std::filesystem::is_regular_file(file)) {
    throw geo::Error(geo::Problem::usage, fmt::format("there is no configuration '{}'", file.string()),
                     fmt::format("não existe a configuração '{}'", file.string()));
  }
  Config config;
  try {
    const toml::table table = toml::parse_file(file.string());
    for (const auto& [key, node] : table) {
      const std::string_view name = key.str();
      if (!is_known(name)) {
        refuse(file, node.source(), fmt::format("unknown key '{}'; the keys are {}", name, known_keys),
               fmt::format("chave desconhecida '{}'; as chaves são {}", name, known_keys));
      }
      if (name == "cors") {
        config.cors = read_texts(file, name, node);
        continue;
      }
      const std::optional<std::string> text = node.value_exact<std::string>();
      if (!text) {
        refuse(file, node.source(), fmt::format("'{}' must be a text in quotes", name),
               fmt::format("'{}' tem de ser um texto entre aspas", name));
      }
      if (name == "store") {
        config.store = file.parent_path() / *text;
      } else if (name == "listen") {
        config.listen = text;
      } else if (name == "public_url") {
        config.public_url = text;
      } else if (name == "time_zone") {
        config.time_zone = text;
      } else if (name == "language") {
        config.language = text;
      } else {
        config.title = text;
      }
    }
  } catch (const toml::parse_error& error) { refuse(file, error.source(), error.description(), error.description()); }
  return config;
}

}  // namespace app
