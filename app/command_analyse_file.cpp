// SPDX-License-Identifier: Apache-2.0
// `bairro analyse METHOD --input FILE`: a question about a file as it is. No store is opened and nothing is kept.
#include "app/commands.hpp"
#include "app/plain_file.hpp"
#include "app/plain_output.hpp"
#include "app/private_file.hpp"
#include "app/workers.hpp"
#include "geo/base/number.hpp"
#include "geo/plain/method.hpp"

#include <fmt/format.h>

#include <fstream>

namespace app {
namespace {

/// Options that only mean something for a store, beside --input.
void check_options(const AnalyseCommand& command) {
  if (command.store_options.empty()) { return; }
  const std::string& option = command.store_options.front();
  throw geo::Error(
      geo::Problem::usage,
      fmt::format("{} asks the store; with --input {} looks at the file alone. Leave one of them away.", option, command.method),
      fmt::format("{} pergunta ao repositório; com --input {} olha só para o ficheiro. Retire um deles.", option, command.method));
}

std::string shown(const geo::PlainCell& cell) {
  if (const auto* number = std::get_if<double>(&cell)) { return fmt::format("{:.6g}", *number); }
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) { return fmt::format("{}", *whole); }
  if (const auto* word = std::get_if<std::string>(&cell)) { return *word; }
  if (const auto* list = std::get_if<std::vector<double>>(&cell)) { return fmt::format("{:.10g}", fmt::join(*list, " ")); }
  return "-";
}

std::string sentences(const Context& context, const geo::PlainMethod& method, const geo::PlainResult& result) {
  std::string excluded;
  for (const auto& [reason, number] : result.excluded) { excluded += fmt::format(", {} {}", number, reason); }
  std::string text = context.in_language(method.title) + "\n";
  text += context.in_language({fmt::format("{} of {} rows used{}.\n", result.used, result.read, excluded),
                               fmt::format("{} de {} linhas usadas{}.\n", result.used, result.read, excluded)});
  text += context.in_language(result.says) + "\n";
  for (const auto& [name, cell] : result.summary) { text += fmt::format("  {}: {}\n", name, shown(cell)); }
  for (const geo::Text& warning : result.warnings) {
    text += context.in_language({"  Note: ", "  Nota: "}) + context.in_language(warning) + "\n";
  }
  return text;
}

std::string content_of(const geo::PlainResult& result, const geo::PlainInput& input, PlainFormat format) {
  if (format == PlainFormat::geojson) { return plain_geojson(result, input.table); }
  if (format == PlainFormat::geotiff) { return plain_geotiff(result, geo::plain_method(result.method)->title); }
  return format == PlainFormat::csv ? plain_csv(result) : plain_json(result);
}

void write_file(const std::filesystem::path& output, const std::string& content) {
  write_private_file(output, [&](const std::filesystem::path& beside) {
    std::ofstream file(beside, std::ios::binary);
    file << content;
    if (!file.flush()) {
      throw geo::Error(geo::Problem::failed, fmt::format("cannot write '{}'", output.string()),
                       fmt::format("não é possível escrever '{}'", output.string()));
    }
  });
}

}  // namespace

ExitCode run_analyse_file(const Context& context, const AnalyseCommand& command) {
  check_options(command);
  const geo::PlainMethod& method = *geo::plain_method(command.method);
  const PlainFormat format = command.output.empty() ? PlainFormat::json : plain_format(command.output);
  const geo::PlainInput input = read_plain_input(command.input, command.file_options);
  if (format == PlainFormat::geojson) { check_geojson(input); }
  const geo::PlainResult result = geo::answer(method, input, all_workers());
  const bool to_stdout = command.output == "-";
  if (!command.output.empty() && !to_stdout) { write_file(command.output, content_of(result, input, format)); }
  print(to_stdout || context.json ? plain_json(result) : sentences(context, method, result));
  return done;
}

}  // namespace app
