// SPDX-License-Identifier: Apache-2.0
#include "app/context.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>

namespace app {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// "pt_MZ.UTF-8" -> "pt"; "" for anything else than our two.
std::string language_of(const std::string& locale) {
  const std::string two = locale.substr(0, 2);
  return two == "pt" || two == "en" ? two : "";
}

/// What the audit log has to say by itself.
std::function<void(const geo::Text&)> warn(const Context& context) {
  if (context.quiet) { return {}; }
  return [language = context.language](const geo::Text& text) {
    std::fputs(fmt::format("bairro: {}\n", language == "pt" ? text.pt : text.en).c_str(), stderr);
  };
}

}  // namespace

std::unique_ptr<store::SqliteStore> Context::open_store() const { return store::open_sqlite(store, {.create = false, .say = warn(*this)}); }
std::unique_ptr<store::SqliteStore> Context::open_or_create_store() const {
  return store::open_sqlite(store, {.create = true, .advance_views = false, .say = warn(*this)});
}

std::string choose_language(const std::string& option, const Config& config) {
  for (const std::string& said : {option, environment("BAIRRO_LANG"), config.language.value_or(""), environment("LC_ALL"),
                                  environment("LC_MESSAGES"), environment("LANG")}) {
    if (const std::string language = language_of(said); !language.empty()) { return language; }
  }
  return "en";
}

void print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    throw geo::Error(geo::Problem::failed, "cannot write to standard output", "não é possível escrever na saída padrão");
  }
}

void print_error(const Context& context, const geo::Text& sentence) {
  std::fputs(fmt::format("bairro: {}\n", context.in_language(sentence)).c_str(), stderr);
}

geo::TimeMs now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

geo::DayNumber today(const Context& context) {
  constexpr geo::TimeMs minute_ms = 60'000;
  constexpr geo::TimeMs day_ms = 86'400'000;
  const geo::TimeMs now = now_ms();
  const geo::TimeZone zone(context.config.time_zone.value_or("Africa/Maputo"));
  return static_cast<geo::DayNumber>((now + zone.offset_min_at(now) * minute_ms) / day_ms);
}

}  // namespace app
