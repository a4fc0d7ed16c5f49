// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace app {

/// `bairro.toml`: what a programme sets once. Every value can be said on the command line instead.
struct Config {
  std::optional<std::filesystem::path> store;
  std::optional<std::string> listen;      ///< "127.0.0.1:8080"
  std::optional<std::string> public_url;  ///< what links begin with, as clients reach the service
  std::optional<std::string> time_zone;   ///< for times without an offset; "Africa/Maputo" when unset
  std::optional<std::string> language;    ///< "pt" or "en"
  std::optional<std::string> title;
  std::vector<std::string> cors;  ///< origins whose pages may read from the service
};

/// Reads the file; an unknown key is an error, so that a misspelt one is not silently without effect.
/// Throws Error{usage} with file, line and what would be right.
Config read_config(const std::filesystem::path& file);

}  // namespace app
