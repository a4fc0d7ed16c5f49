// SPDX-License-Identifier: Apache-2.0
// The options of a question; its rows are in question_rows.cpp.
#include "geo/plain/question.hpp"

#include "geo/base/number.hpp"
#include "geo/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

std::string text_of(double number) {
  std::string text;
  append_number(text, number);
  return text;
}

Text range_text(Limits limits, Text what) {
  if (limits.above_least) { return {what.en + " above " + text_of(limits.least), what.pt + " acima de " + text_of(limits.least)}; }
  if (limits.most < Limits().most) {
    const std::string least = text_of(limits.least);
    const std::string most = text_of(limits.most);
    return {fmt::format("{} between {} and {}", what.en, least, most), fmt::format("{} entre {} e {}", what.pt, least, most)};
  }
  if (limits.least > Limits().least) {
    return {fmt::format("{}, {} or more", what.en, text_of(limits.least)), fmt::format("{}, {} ou mais", what.pt, text_of(limits.least))};
  }
  return what;
}

bool fits(double number, Limits limits) {
  return number <= limits.most && (limits.above_least ? number > limits.least : number >= limits.least);
}

}  // namespace

Question::Question(const PlainMethod& method, const PlainInput& input, const Workers& workers, const Progress& progress)
    : m_method(method), m_input(input), m_workers(workers), m_progress(progress), m_warnings(input.table.notes) {
  const auto has = [](const std::vector<std::string_view>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const auto& [name, value] : input.given) {
    if (has(plain_common_options(), name) || has(method.options, name)) { continue; }
    throw Error(Problem::usage, fmt::format("{} has no option --{}.", method.id, name),
                fmt::format("{} não tem a opção --{}.", method.id, name));
  }
  m_parameters.emplace_back("file", input.table.file);
  if (const std::string* id = given("id")) { note("id", *id); }
}

bool Question::is(std::string_view option, std::string_view word) const {
  const auto found = m_input.given.find(option);
  return found != m_input.given.end() && found->second == word;
}

const std::string* Question::given(std::string_view option) {
  m_looked_at.emplace(option);
  const auto found = m_input.given.find(option);
  return found == m_input.given.end() ? nullptr : &found->second;
}

void Question::refuse_missing(std::string_view option) const {
  const PlainOption& o = plain_option(option);
  throw Error(Problem::usage, fmt::format("{} needs --{} {}. {}.", m_method.id, option, o.type, o.description.en),
              fmt::format("{} precisa de --{} {}. {}.", m_method.id, option, o.type, o.description.pt));
}

void Question::refuse_option(std::string_view option, const Text& takes) const {
  const std::string shown = excerpt(m_input.given.find(option)->second);
  throw Error(Problem::usage, fmt::format("--{} must be {}, not {}.", option, takes.en, shown),
              fmt::format("--{} tem de ser {}, não {}.", option, takes.pt, shown));
}

double Question::number(std::string_view option, Limits limits, std::optional<double> fallback) {
  const std::string* text = given(option);
  if (text == nullptr && !fallback) { refuse_missing(option); }
  const std::optional<double> value = text == nullptr ? fallback : parse_number(*text);
  if (!value || (text != nullptr && !fits(*value, limits))) { refuse_option(option, range_text(limits, {"a number", "um número"})); }
  note(option, cell(*value));
  return *value;
}

std::uint64_t Question::whole(std::string_view option, std::uint64_t least, std::uint64_t most, std::optional<std::uint64_t> fallback) {
  const std::string* text = given(option);
  if (text == nullptr && !fallback) { refuse_missing(option); }
  std::optional<std::uint64_t> value = fallback;
  if (text != nullptr) {
    const auto parsed = parse_integer(*text);
    const bool fitting =
        parsed && *parsed >= 0 && static_cast<std::uint64_t>(*parsed) >= least && static_cast<std::uint64_t>(*parsed) <= most;
    if (!fitting) {
      refuse_option(option, {fmt::format("a whole number between {} and {}", least, most),
                             fmt::format("um número inteiro entre {} e {}", least, most)});
    }
    value = static_cast<std::uint64_t>(*parsed);
  }
  note(option, cell(*value));
  return *value;
}

std::vector<double> Question::numbers(std::string_view option, Limits limits) {
  const std::string* text = given(option);
  if (text == nullptr) { refuse_missing(option); }
  std::vector<double> values;
  std::string_view rest = *text;
  while (true) {
    const std::size_t comma = rest.find(',');
    const auto value = parse_number(rest.substr(0, comma));
    if (!value || !fits(*value, limits) || (!values.empty() && *value <= values.back())) {
      refuse_option(option,
                    range_text(limits, {"rising numbers joined by commas, each", "números crescentes separados por vírgulas, cada um"}));
    }
    values.push_back(*value);
    if (comma == std::string_view::npos) { break; }
    rest.remove_prefix(comma + 1);
  }
  note(option, values);
  return values;
}

std::string Question::word(std::string_view option, std::initializer_list<std::string_view> allowed, std::string_view fallback) {
  const std::string* text = given(option);
  if (text == nullptr && fallback.empty()) { refuse_missing(option); }
  std::string value(text == nullptr ? fallback : *text);
  if (std::find(allowed.begin(), allowed.end(), value) == allowed.end()) {
    const std::string list = fmt::format("{}", fmt::join(allowed, ", "));
    refuse_option(option, {"one of " + list, "um de " + list});
  }
  note(option, value);
  return value;
}

bool Question::flag(std::string_view option) {
  const std::string* text = given(option);
  const bool is_said = text != nullptr && *text != "false";
  note(option, PlainCell(is_said));
  return is_said;
}

PlaneRectangle Question::box(std::string_view option) {
  const std::string* text = given(option);
  if (text == nullptr) { refuse_missing(option); }
  std::vector<double> corners;
  std::string_view rest = *text;
  while (true) {
    const std::size_t comma = rest.find(',');
    if (const auto value = parse_number(rest.substr(0, comma))) { corners.push_back(*value); }
    if (comma == std::string_view::npos) { break; }
    rest.remove_prefix(comma + 1);
  }
  if (std::count(text->begin(), text->end(), ',') != 3 || corners.size() != 4 || !(corners[0] < corners[2]) || !(corners[1] < corners[3])) {
    refuse_option(option, {"west,south,east,north, west below east and south below north",
                           "oeste,sul,este,norte, oeste abaixo de este e sul abaixo de norte"});
  }
  note(option, corners);
  return {{corners[0], corners[1]}, {corners[2], corners[3]}};
}

double Question::day(std::string_view option) {
  const std::string* text = given(option);
  if (text == nullptr) { refuse_missing(option); }
  note(option, *text);
  std::string written = *text;
  // Where times are dates a number of eight digits is one too, as it is in the file.
  const auto time = m_input.table.columns.find("time");
  const bool has_dates = time != m_input.table.columns.end() && !time->second.clocks.empty();
  if (has_dates && written.size() == 8 && written.find_first_not_of("0123456789") == std::string::npos) {
    written.insert(6, "-").insert(4, "-");
  }
  constexpr double most_days = 1e9;
  if (const auto number = parse_number(written); number && std::fabs(*number) <= most_days) { return *number; }
  const auto date = parse_iso_time(written);
  if (!date || date->has_time) {
    refuse_option(option, {"a date such as 2024-03-01, or a number of days", "uma data como 2024-03-01, ou um número de dias"});
  }
  constexpr TimeMs ms_per_day = 86'400'000;
  return static_cast<double>(date->local / ms_per_day);
}

std::pair<double, double> Question::counts_of_cells(std::string_view option) {
  const std::string* text = given(option);
  if (text == nullptr) { refuse_missing(option); }
  const std::size_t cross = text->find('x');
  const std::int64_t columns = parse_integer(std::string_view(*text).substr(0, cross)).value_or(0);
  const std::int64_t rows = cross == std::string::npos ? 0 : parse_integer(std::string_view(*text).substr(cross + 1)).value_or(0);
  if (columns < 1 || rows < 1) { refuse_option(option, {"columns x rows, such as 640x480", "colunas x linhas, como 640x480"}); }
  note(option, *text);
  return {static_cast<double>(columns), static_cast<double>(rows)};
}

const PlainTable* Question::other(std::string_view option) const {
  const auto found = m_input.others.find(option);
  return found == m_input.others.end() ? nullptr : &found->second;
}

std::string Question::text(std::string_view option) {
  const std::string* value = given(option);
  if (value == nullptr) { refuse_missing(option); }
  note(option, *value);
  return *value;
}

void Question::finish(PlainResult& result) const {
  for (const auto& [name, value] : m_input.given) {
    if (m_looked_at.contains(name)) { continue; }
    throw Error(Problem::usage, fmt::format("--{} has no meaning beside what else was asked; leave it away.", name),
                fmt::format("--{} não tem significado com o resto do que foi pedido; retire-o.", name));
  }
  result.method = m_method.id;
  result.parameters = m_parameters;
  result.read = m_input.table.size();
  result.used = m_rows.size();
  result.excluded = m_excluded;
  result.warnings.insert(result.warnings.begin(), m_warnings.begin(), m_warnings.end());
}

}  // namespace geo
