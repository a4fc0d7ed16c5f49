// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/district_counts.hpp"

#include "geo/analysis/columns.hpp"
#include "geo/analysis/words.hpp"
#include "geo/base/json.hpp"
#include "geo/table/row_rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace geo {
namespace {

constexpr TimeMs minute_ms = 60'000;
constexpr DayNumber embargo_days = 30;
constexpr std::int64_t least_k = 5;
constexpr std::int64_t district_level = 2;

struct District {
  std::string name;
  Geometry area;
};
using Districts = std::map<std::string, District>;
using Counts = std::map<std::pair<std::string, int>, std::int64_t>;

int year_of(DayNumber day) { return civil_date(day).year; }

/// The last year that ended long enough ago.
int last_year(DayNumber today) { return year_of(today - embargo_days) - 1; }

/// Those in force; of two with one code, the first.
Districts read_districts(const View& areas, DayNumber today) {
  enum : std::size_t { pcode, name, level, valid_to };
  const Columns columns(areas.schema(), {{"pcode", true}, {"name", true}, {"level", false}, {"valid_to", false}});
  Districts districts;
  areas.scan({}, columns.names(), [&](const BatchView& batch, std::span<const std::uint32_t> rows) {
    for (const std::uint32_t row : rows) {
      const std::string code(columns.text(batch, row, pcode));
      if (code.empty() || columns.integer(batch, row, level) != district_level || batch.geometry.is_none(row)) { continue; }
      if (columns.integer(batch, row, valid_to).value_or(today) < today) { continue; }
      districts.try_emplace(code, District{std::string(columns.text(batch, row, name)), batch.geometry.geometry(row)});
    }
    return true;
  });
  return districts;
}

class Counter {
 public:
  Counter(const View& incidents, const std::vector<CodeList>& lists)
      : m_incidents(incidents),
        m_columns(incidents.schema(), {{"admin2_pcode", true},
                                       {"occurred_from", false},
                                       {"occurred_to", false},
                                       {"utc_offset_min", false},
                                       {"category", true},
                                       {"verification", true},
                                       {"duplicate_of", false},
                                       {"gbv", false}}) {
    if (const Field* field = incidents.schema().field("category")) { m_protected = hidden_codes(*field, lists, most_confidential - 1); }
  }

  Counts count() const {
    Counts counts;
    m_incidents.scan({}, m_columns.names(), [&](const BatchView& batch, std::span<const std::uint32_t> rows) {
      for (const std::uint32_t row : rows) {
        const std::string_view district = m_columns.text(batch, row, pcode);
        const std::optional<int> year = year_at(batch, row);
        if (!district.empty() && year && is_counted(batch, row)) { ++counts[{std::string(district), *year}]; }
      }
      return true;
    });
    return counts;
  }

 private:
  enum : std::size_t { pcode, from, to, offset, category, verification, duplicate, gbv };

  /// Where the place's clock says so; nothing for a time that reaches over new year.
  std::optional<int> year_at(const BatchView& batch, std::size_t row) const {
    const std::optional<std::int64_t> begin = m_columns.integer(batch, row, from);
    if (!begin) { return std::nullopt; }
    const TimeMs shift = m_columns.integer(batch, row, offset).value_or(0) * minute_ms;
    const int first = year_of(utc_day(*begin + shift));
    const int last = year_of(utc_day(std::max(*begin, m_columns.integer(batch, row, to).value_or(*begin)) + shift));
    return first == last ? std::optional(first) : std::nullopt;
  }
  bool is_counted(const BatchView& batch, std::size_t row) const {
    return !m_protected.contains(m_columns.text(batch, row, category)) && m_columns.text(batch, row, verification) != "rejected" &&
           !m_columns.integer(batch, row, duplicate) && m_columns.integer(batch, row, gbv).value_or(0) == 0;
  }

  const View& m_incidents;
  Columns m_columns;
  CodeSet m_protected;
};

void check(const DistrictCountsParameters& p) {
  if (p.k >= least_k && p.k <= 1000 && p.years >= 1 && p.years <= 20) { return; }
  throw Error(Problem::usage, fmt::format("k must be {} to 1000, and years 1 to 20", least_k),
              fmt::format("k tem de ser de {} a 1000, e os anos de 1 a 20", least_k));
}

std::vector<Text> sentences(const DistrictCountsParameters& p) {
  return {
      {fmt::format(
           "Fewer than {0} incidents are shown like none: an empty cell says neither. Numbers are rounded down to multiples of {0}.", p.k),
       fmt::format("Menos de {0} incidentes mostram-se como nenhum: uma célula vazia não diz qual. Os números são arredondados para baixo "
                   "a múltiplos de {0}.",
                   p.k)},
      {"Sexual and gender-based violence and other protected classes are not counted here.",
       "A violência sexual e baseada no género e outras classes protegidas não são contadas aqui."},
      {"No data is not the same as safe: it shows what was reported.", "Ausência de dados não é segurança: mostra o que foi comunicado."}};
}

Collection collection_of(const DistrictCountsParameters& p, int last) {
  Collection c = result_collection("district-counts", GeometryType::polygon);
  c.id = "r-district-counts";
  c.title = {fmt::format("Incidents by district and year, {} to {}", last - p.years + 1, last),
             fmt::format("Incidentes por distrito e ano, {} a {}", last - p.years + 1, last)};
  c.description = {fmt::format("For everybody: whole districts and years, nothing below {}", p.k),
                   fmt::format("Para todos: distritos e anos inteiros, nada abaixo de {}", p.k)};
  c.fields = {result_field("pcode", FieldType::text, {"District P-code", "P-code do distrito"}),
              result_field("name", FieldType::text, {"District", "Distrito"}), result_field("year", FieldType::integer, {"Year", "Ano"}),
              result_field("incidents", FieldType::integer, {"Incidents, rounded down", "Incidentes, arredondados para baixo"})};
  JsonWriter(c.result->parameters).begin_object().member("k", p.k).member("years", p.years).member("last_year", last).end_object();
  JsonWriter json(c.result->summary);
  json.begin_object();
  write_sentences(json, {}, sentences(p));
  json.end_object();
  c.result->inputs = {"incidents", "admin_areas"};
  c.result->role = "visitor";  // whose eyes it is for
  c.result->row_clearance = c.result->field_clearance = 0;
  return c;
}

}  // namespace

Analysis district_counts(const View& incidents, const View& admin_areas, const std::vector<CodeList>& code_lists,
                         const DistrictCountsParameters& parameters) {
  check(parameters);
  const Districts districts = read_districts(admin_areas, parameters.today);
  if (districts.empty()) {
    throw Error(Problem::usage, "the store knows no districts: import administrative areas of level 2 first",
                "o repositório não conhece distritos: importe primeiro áreas administrativas de nível 2");
  }
  const Counts counts = Counter(incidents, code_lists).count();
  const int last = last_year(parameters.today);
  Analysis analysis;
  analysis.collection = collection_of(parameters, last);
  analysis.caveats = sentences(parameters);
  for (const auto& [pcode, district] : districts) {
    for (int year = last - parameters.years + 1; year <= last; ++year) {
      const auto found = counts.find({pcode, year});
      const std::int64_t n = found == counts.end() ? 0 : found->second;
      Row row{district.area, {pcode, district.name, std::int64_t{year}, {}}};
      if (n >= parameters.k) { row.values.back() = n - n % parameters.k; }
      analysis.rows.push_back(std::move(row));
    }
  }
  return analysis;
}

}  // namespace geo
