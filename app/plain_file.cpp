// SPDX-License-Identifier: Apache-2.0
#include "app/plain_file.hpp"

#include "geo/base/number.hpp"
#include "geo/base/text.hpp"
#include "importers/parse/date.hpp"
#include "importers/parse/number.hpp"
#include "importers/read/open.hpp"
#include "importers/read/regular_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

namespace app {
namespace {

constexpr std::array<const char*, 9> numeric = {"x", "y", "value", "population", "time", "weight", "case", "before", "after"};
/// Options that name a file of places; a window may be four numbers instead.
constexpr std::array<const char*, 2> with_places = {"window", "controls"};
constexpr double ms_per_day = 86'400'000;
constexpr std::size_t most_weights_bytes = std::size_t{512} << 20U;

/// The text of a column, row by row. Columns of GeoJSON may turn up late.
class Texts {
 public:
  explicit Texts(std::string name) : m_name(std::move(name)) {}

  void add(const importers::Reader& reader, const importers::Record& record) {
    const auto& columns = reader.columns();
    if (!m_at) {
      const auto found = std::find_if(columns.begin(), columns.end(), [&](const auto& column) { return column.name == m_name; });
      if (found != columns.end()) { m_at = static_cast<std::size_t>(found - columns.begin()); }
    }
    const bool has = record.usable() && m_at && *m_at < record.cells.size() && record.cells[*m_at].data() != nullptr;
    m_cells.emplace_back(has ? importers::trim_blanks(record.cells[*m_at]) : std::string_view());
  }
  [[nodiscard]] bool found() const { return m_at.has_value(); }
  [[nodiscard]] const std::string& name() const { return m_name; }
  [[nodiscard]] const std::vector<std::string>& cells() const { return m_cells; }

 private:
  std::string m_name;
  std::optional<std::size_t> m_at;
  std::vector<std::string> m_cells;
};

void refuse_column(const std::string& option, const Texts& texts, const importers::Reader& reader, const std::string& file) {
  std::string known;
  for (const auto& column : reader.columns()) { known += (known.empty() ? "" : ", ") + column.name; }
  throw geo::Error(geo::Problem::usage,
                   fmt::format("--{}: {} has no column {}; it has {}.", option, file, geo::excerpt(texts.name()), known),
                   fmt::format("--{}: {} não tem a coluna {}; tem {}.", option, file, geo::excerpt(texts.name()), known));
}

using Parse = std::optional<double> (*)(std::string_view cell, importers::NumberStyle style, importers::DateOrder order);

std::optional<double> number_in(std::string_view cell, importers::NumberStyle style, importers::DateOrder) {
  // As programs write numbers, exponents too; then as people do.
  if (style == importers::NumberStyle::point) {
    if (const auto number = geo::parse_number(cell)) { return number; }
  }
  return importers::parse_number_cell(cell, style);
}

std::optional<double> days_in(std::string_view cell, importers::NumberStyle, importers::DateOrder order) {
  const auto date = importers::parse_date(cell, order);
  if (!date) { return std::nullopt; }
  constexpr geo::TimeMs ms_per_minute = 60'000;
  return static_cast<double>(date->from_local - date->utc_offset_min.value_or(0) * ms_per_minute) / ms_per_day;
}

/// Whether it is one: 1 or 0 as well as in words of both languages.
std::optional<double> truth_in(std::string_view cell, importers::NumberStyle, importers::DateOrder) {
  if (const auto number = geo::parse_number(cell)) { return *number != 0 ? 1 : 0; }
  const std::string word = geo::fold(cell);
  for (const std::string_view yes : {"true", "yes", "y", "sim", "s", "verdadeiro", "case", "caso"}) {
    if (word == yes) { return 1; }
  }
  for (const std::string_view no : {"false", "no", "n", "nao", "falso", "control", "controlo"}) {
    if (word == no) { return 0; }
  }
  return std::nullopt;
}

geo::PlainColumn column_of(const Texts& texts, Parse parse, importers::NumberStyle style, importers::DateOrder order = {}) {
  geo::PlainColumn column{texts.name(), {}, {}};
  for (const std::string& cell : texts.cells()) {
    const auto number = cell.empty() ? std::nullopt : parse(cell, style, order);
    column.numbers.push_back(number.value_or(0));
    column.states.push_back(cell.empty() ? geo::CellState::empty : number ? geo::CellState::number : geo::CellState::no_number);
  }
  return column;
}

geo::WallClock clock_in(std::string_view cell, importers::DateOrder order) {
  const auto date = importers::parse_date(cell, order);
  if (!date) { return {}; }
  constexpr geo::TimeMs ms_per_minute = 60'000;
  geo::WallClock clock{geo::utc_day(date->from_local)};
  if (date->precision == importers::TimePrecision::minute || date->precision == importers::TimePrecision::hour) {
    clock.minute = static_cast<std::int32_t>((date->from_local - clock.day * geo::TimeMs{86'400'000}) / ms_per_minute);
  }
  return clock;
}

std::size_t numbers_in(const geo::PlainColumn& column) {
  return static_cast<std::size_t>(std::count(column.states.begin(), column.states.end(), geo::CellState::number));
}

/// How many of a column's cells look like dates written as one number.
struct Compact {
  std::size_t dates = 0;     ///< 20240131; also of a month too short for the day
  std::size_t moments = 0;   ///< 2024013112, 202401311200, 20240131120000
  std::string date, moment;  ///< the first of each
};

/// Up to `most`, from two digits.
bool is_between(std::string_view digits, int least, int most) {
  const int number = (digits[0] - '0') * 10 + digits[1] - '0';
  return number >= least && number <= most;
}

Compact compact_in(const std::vector<std::string>& cells) {
  constexpr std::size_t day = 8;
  Compact found;
  for (const std::string_view cell : cells) {
    const bool has_length = cell.size() >= day && cell.size() <= 14 && cell.size() % 2 == 0;
    if (!has_length || cell.find_first_not_of("0123456789") != std::string_view::npos) { continue; }
    if (!is_between(cell, 18, 21) || !is_between(cell.substr(4), 1, 12) || !is_between(cell.substr(6), 1, 31)) { continue; }
    if (cell.size() == day) {
      if (found.dates++ == 0) { found.date = cell; }
      continue;
    }
    const bool is_moment = is_between(cell.substr(day), 0, 23) && (cell.size() < 12 || is_between(cell.substr(10), 0, 59)) &&
                           (cell.size() < 14 || is_between(cell.substr(12), 0, 59));
    if (is_moment && found.moments++ == 0) { found.moment = cell; }
  }
  return found;
}

/// Whether numbers are dates without hyphens (ISO 8601), as 20240131: all of them are. As days since anything they would be 27,000 years
/// and more. Throws Error{input} where that leaves doubt.
bool are_compact_dates(const Texts& texts, const geo::PlainColumn& numbers, const geo::PlainTable& table) {
  const Compact compact = compact_in(texts.cells());
  const std::size_t all = numbers_in(numbers);
  if (compact.dates + compact.moments == 0 || 2 * (compact.dates + compact.moments) <= all) { return false; }
  if (compact.dates == all) { return true; }
  if (compact.moments > 0) {
    throw geo::Error(geo::Problem::input,
                     fmt::format("{}, column {}: {} looks like a date with a time, but is a number. Write it as 2024-01-31T12:00.",
                                 table.file, texts.name(), compact.moment),
                     fmt::format("{}, coluna {}: {} parece uma data com hora, mas é um número. Escreva-a como 2024-01-31T12:00.",
                                 table.file, texts.name(), compact.moment));
  }
  throw geo::Error(geo::Problem::input,
                   fmt::format("{}, column {}: {} looks like a date, but {} of {} numbers do not. Write dates as 2024-01-31.", table.file,
                               texts.name(), compact.date, all - compact.dates, all),
                   fmt::format("{}, coluna {}: {} parece uma data, mas {} de {} números não. Escreva datas como 2024-01-31.", table.file,
                               texts.name(), compact.date, all - compact.dates, all));
}

/// Days where they are numbers, else dates: whichever more cells are. Numbers that are all of them dates without hyphens are dates.
geo::PlainColumn time_of(const Texts& texts, importers::NumberStyle style, geo::PlainTable& table) {
  geo::PlainColumn numbers = column_of(texts, number_in, style);
  importers::DateOrderVote vote;
  for (const std::string& cell : texts.cells()) { vote.add(cell); }
  const auto order = vote.decide();
  geo::PlainColumn dates = column_of(texts, days_in, style, order.order);
  if (numbers_in(numbers) >= numbers_in(dates)) {
    if (!are_compact_dates(texts, numbers, table)) { return numbers; }
    table.notes.push_back({fmt::format("The numbers of column {} are read as dates, year, month and day.", texts.name()),
                           fmt::format("Os números da coluna {} são lidos como datas, ano, mês e dia.", texts.name())});
  }
  for (const std::string& cell : texts.cells()) { dates.clocks.push_back(clock_in(cell, order.order)); }
  if (order.mixed) {
    table.notes.push_back({fmt::format("Column {} has dates with the day first and others with the month first.", texts.name()),
                           fmt::format("A coluna {} tem datas com o dia primeiro e outras com o mês primeiro.", texts.name())});
  }
  return dates;
}

/// Four numbers, rather than the name of a file; what is wrong with them is said where they are used.
bool is_box(const std::string& text) {
  return std::count(text.begin(), text.end(), ',') == 3 && text.find_first_not_of("0123456789.,-+eE ") == std::string::npos;
}

std::string bytes_of(const std::filesystem::path& path) {
  importers::RegularFile file(path);
  if (file.size() > most_weights_bytes) {
    throw geo::Error(geo::Problem::too_large, fmt::format("{} is larger than 512 MB.", path.filename().string()),
                     fmt::format("{} tem mais de 512 MB.", path.filename().string()));
  }
  std::string bytes(file.size(), '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const std::size_t got = file.read(bytes.data() + filled, bytes.size() - filled);
    if (got == 0) { break; }
    filled += got;
  }
  bytes.resize(filled);
  return bytes;
}

/// What a file of columns is read into.
class PlainFile {
 public:
  PlainFile(const std::filesystem::path& file, const FileOptions& options) : m_reader(importers::open(file)) {
    m_table.file = file.filename().string();
    for (const char* role : numeric) {
      const auto given = options.find(role);
      if (given != options.end()) { m_texts.emplace(role, Texts(given->second)); }
    }
    const auto id = options.find("id");
    m_must_have_id = id != options.end();
    m_ids = Texts(m_must_have_id ? id->second : "id");
  }

  geo::PlainTable read() {
    importers::Record record;
    bool has_geometry = m_reader->info().format.starts_with("GeoJSON");
    while (m_reader->next(record)) {
      m_ids.add(*m_reader, record);
      for (auto& [role, texts] : m_texts) { texts.add(*m_reader, record); }
      m_table.unreadable.push_back(!record.usable());
      m_table.shapes.emplace_back(record.usable() ? record.wkb : std::string_view());
      has_geometry = has_geometry || !m_table.shapes.back().empty();
    }
    if (m_table.unreadable.empty()) {
      throw geo::Error(geo::Problem::input, fmt::format("{} has no rows, only names of columns, or nothing.", m_table.file),
                       fmt::format("{} não tem linhas: só nomes de colunas, ou nada.", m_table.file));
    }
    if (!has_geometry) { m_table.shapes.clear(); }
    m_table.crs = m_reader->info().crs;
    name_rows();
    make_columns();
    return std::move(m_table);
  }

 private:
  void name_rows() {
    if (m_must_have_id && !m_ids.found()) { refuse_column("id", m_ids, *m_reader, m_table.file); }
    for (std::size_t row = 0; row < m_ids.cells().size(); ++row) {
      m_table.ids.push_back(m_ids.found() ? geo::clean(m_ids.cells()[row]) : std::to_string(row + 1));
    }
  }

  void make_columns() {
    importers::NumberStyleVote vote;
    const bool by_people = !m_reader->info().format.starts_with("GeoJSON");
    for (const auto& [role, texts] : m_texts) {
      if (!texts.found()) { refuse_column(role, texts, *m_reader, m_table.file); }
      for (const std::string& cell : texts.cells()) {
        if (by_people && role != "time" && role != "case") { vote.add(cell); }
      }
    }
    const auto decided = vote.decide();
    if (decided.mixed) {
      m_table.notes.push_back({"Some numbers have a decimal point and others a decimal comma: those of the rarer kind are left out.",
                               "Alguns números têm ponto decimal e outros vírgula decimal: os do tipo mais raro ficam de fora."});
    }
    for (const auto& [role, texts] : m_texts) {
      m_table.columns.emplace(role, role == "time"   ? time_of(texts, decided.style, m_table)
                                    : role == "case" ? column_of(texts, truth_in, decided.style)
                                                     : column_of(texts, number_in, decided.style));
    }
  }

  std::unique_ptr<importers::Reader> m_reader;
  geo::PlainTable m_table;
  std::map<std::string, Texts, std::less<>> m_texts;
  Texts m_ids{""};
  bool m_must_have_id = false;
};

}  // namespace

geo::PlainInput read_plain_input(const std::filesystem::path& file, FileOptions options) {
  geo::PlainInput input;
  input.table = PlainFile(file, options).read();
  if (const auto weights = options.find("weights"); weights != options.end()) {
    const std::filesystem::path path = weights->second;
    input.weights_json = bytes_of(path);
    weights->second = path.filename().string();
  }
  for (const char* option : with_places) {
    const auto given = options.find(option);
    if (given == options.end() || is_box(given->second)) { continue; }
    FileOptions places;
    for (const char* role : {"x", "y"}) {
      if (const auto column = options.find(role); column != options.end() && given->first != "window") { places.insert(*column); }
    }
    const std::filesystem::path path = given->second;
    input.others.emplace(option, PlainFile(path, places).read());
    given->second = path.filename().string();
  }
  input.given = std::move(options);
  return input;
}

}  // namespace app
