// SPDX-License-Identifier: Apache-2.0
// The commands that ask: one of `analyse` for each method of the store, of files or of both, made from what the methods say of themselves.
#include "app/cli_parts.hpp"
#include "geo/plain/method.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace app {
namespace {

/// "bandwidth_m" is --bandwidth-m.
std::string option_name(std::string_view parameter) {
  std::string name = "--" + std::string(parameter);
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

std::string default_text(const geo::Argument& value) {
  if (const auto* number = std::get_if<double>(&value)) { return fmt::format("{}", *number); }
  return std::get<std::string>(value);
}

/// One option for what the method can be asked; see geo/analysis/method.cpp.
void add_parameter(CLI::App* c, AnalyseCommand& o, const geo::AnalysisParameter& parameter) {
  using enum geo::ParameterType;
  const std::string name(parameter.name);
  const std::string& help = parameter.description.en;
  if (parameter.type == boolean) {
    c->add_flag_function(
        option_name(name), [&o, name](std::int64_t times) { o.given[name] = times > 0; }, help);
    return;
  }
  CLI::Option* option = nullptr;
  if (parameter.type == number || parameter.type == integer) {
    option = c->add_option_function<double>(
        option_name(name), [&o, name](double value) { o.given[name] = value; }, help);
    option->type_name(parameter.unit == "m" ? "METRES" : parameter.unit == "d" ? "DAYS" : "NUMBER");
  } else {
    option = c->add_option_function<std::string>(
        option_name(name), [&o, name](const std::string& value) { o.given[name] = value; }, help);
    option->type_name(parameter.type == bbox ? "W,S,E,N" : parameter.type == datetime ? "TIME" : "TEXT");
  }
  if (parameter.default_value) { option->default_str(default_text(*parameter.default_value)); }
}

/// Whether files can be asked with an option of that name.
bool file_option(const geo::PlainMethod& method, const std::string& spelt) {
  const auto has = [&](const std::vector<std::string_view>& names) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return "--" + std::string(name) == spelt; });
  };
  return has(method.options) || has(geo::plain_common_options());
}

/// Keeps in mind that an option was given which only the store knows.
void for_store_only(CLI::Option* option, AnalyseCommand& o) {
  option->each([&o, name = option->get_name()](const std::string&) { o.store_options.push_back(name); });
}

/// What files can be asked with; see geo/plain/options.cpp. An option that the store's method has too serves both.
void add_file_options(CLI::App* c, AnalyseCommand& o, const geo::PlainMethod& method) {
  constexpr const char* group = "With --input";
  c->add_option("--input", o.input, "Ask a file as it is instead of the store (CSV, GeoJSON); nothing is kept")->type_name("FILE");
  std::vector<std::string_view> names = geo::plain_common_options();
  names.insert(names.end(), method.options.begin(), method.options.end());
  for (const std::string_view name : names) {
    const geo::PlainOption& option = geo::plain_option(name);
    const auto keep_text = [&o, key = std::string(name)](const std::string& text) { o.file_options[key] = text; };
    std::string spelt = "--" + std::string(name);
    if (CLI::Option* shared = c->get_option_no_throw(spelt)) {
      shared->each(keep_text);
      continue;
    }
    if (!option.also.empty()) { spelt += ",--" + std::string(option.also); }
    if (option.type.empty()) {
      c->add_flag_function(
           spelt, [keep_text](std::int64_t times) { keep_text(times > 0 ? "true" : "false"); }, option.description.en)
          ->group(group);
      continue;
    }
    c->add_option_function<std::string>(spelt, keep_text, option.description.en)->type_name(std::string(option.type))->group(group);
  }
}

/// Of the store, of files, or of both: not null both.
void add_analysis(CLI::App* parent, Action& action, const geo::AnalysisMethod* method, const geo::PlainMethod* of_files) {
  const std::string id(method != nullptr ? method->id : of_files->id);
  CLI::App* c = parent->add_subcommand(id, method != nullptr ? method->title.en : of_files->title.en + " (files: --input)");
  auto& o = keep(c, action, run_analyse);
  o.method = id;
  if (method != nullptr) {
    for (const geo::AnalysisParameter& parameter : method->parameters) { add_parameter(c, o, parameter); }
    c->add_option("--role", o.role, whose_eyes)->capture_default_str();
    c->add_flag("--pin", o.pin, "Keep it until it is removed by hand");
    for (CLI::Option* option : c->get_options([](const CLI::Option* one) { return one->get_name() != "--help"; })) {
      const bool is_shared = of_files != nullptr && file_option(*of_files, option->get_name());
      if (!is_shared) { for_store_only(option, o); }
    }
  }
  if (of_files != nullptr) { add_file_options(c, o, *of_files); }
  c->add_option("--output", o.output, "Write the result to a file, too")
      ->type_name(of_files == nullptr ? "FILE.geojson|.csv|.gpkg"
                  : method == nullptr ? "FILE.json|.geojson|.csv|.tif|-"
                                      : "FILE.geojson|.csv|.gpkg, with --input FILE.json|.geojson|.csv|.tif|-");
}

}  // namespace

template <class App>
void add_analyses(App& app, Action& action) {
  CLI::App* analyse =
      app.add_subcommand("analyse", "Find hotspots and coverage gaps; the result is a collection of the store, or with --input a file")
          ->require_subcommand(1);
  for (const geo::AnalysisMethod& method : geo::analysis_methods()) {
    add_analysis(analyse, action, &method, geo::plain_method(method.id));
  }
  for (const geo::PlainMethod& method : geo::plain_methods()) {
    if (geo::analysis_method(method.id) == nullptr) { add_analysis(analyse, action, nullptr, &method); }
  }

  CLI::App* results = app.add_subcommand("results", "What analyses left in the store; they expire unless pinned");
  results->require_subcommand(0, 1);
  auto options = std::make_shared<ResultsCommand>();
  results->add_option("--role", options->role, whose_eyes)->capture_default_str();
  results->callback([&action, options, results] {  // runs after those of subcommands
    if (results->get_subcommands().empty()) {
      action = [options](const Context& context) { return run_results(context, *options); };
    }
  });
  auto id = std::make_shared<std::string>();
  CLI::App* remove = results->add_subcommand("remove", "Remove one for good");
  remove->add_option("id", *id, "r-…")->required();
  remove->callback([&action, id] { action = [id](const Context& context) { return run_result_remove(context, *id); }; });
  CLI::App* pin = results->add_subcommand("pin", "Keep one until it is removed by hand");
  pin->add_option("id", *id, "r-…")->required();
  pin->callback([&action, id] { action = [id](const Context& context) { return run_result_pin(context, *id); }; });
  keep(results->add_subcommand("sweep", "Remove those whose time is over; serve and analyse do so too when they start"), action,
       run_results_sweep);
}

template void add_analyses(CLI::App& app, Action& action);

}  // namespace app
