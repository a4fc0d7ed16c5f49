// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/config.hpp"
#include "app/exit_code.hpp"
#include "geo/base/error.hpp"
#include "store/sqlite_store.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace app {

/// What every command knows.
struct Context {
  std::filesystem::path store;
  Config config;
  std::string language = "en";  ///< of messages and reports: "pt" or "en"
  bool quiet = false;           ///< nothing but results and errors
  bool json = false;            ///< results as one JSON value

  [[nodiscard]] const std::string& in_language(const geo::Text& text) const { return language == "pt" ? text.pt : text.en; }
  /// For commands that read: throws Error{not_found} when there is no such file.
  [[nodiscard]] std::unique_ptr<store::SqliteStore> open_store() const;
  /// For commands that write: makes it when there is none.
  [[nodiscard]] std::unique_ptr<store::SqliteStore> open_or_create_store() const;
};

/// "pt" or "en" by, in this order: the option, BAIRRO_LANG, the configuration, the system's locale; "en" when none says.
std::string choose_language(const std::string& option, const Config& config);

/// Writes to standard output; throws Error{failed} when it cannot be written (a full disk, a closed pipe).
void print(std::string_view text);

/// One sentence on standard error, behind the program's name.
void print_error(const Context& context, const geo::Text& sentence);

/// Milliseconds since 1970 by the system's clock.
geo::TimeMs now_ms();
/// The day it is where the programme works.
geo::DayNumber today(const Context& context);

}  // namespace app
