// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/population_input.hpp"

#include "geo/analysis/columns.hpp"
#include "geo/analysis/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace geo {
namespace {

/// The column that the people stand in; none: the collection does not count any.
std::optional<std::string> column_of(const Collection& schema) {
  for (const char* name : {"people", "population"}) {
    const Field* field = schema.field(name);
    if (field != nullptr && (field->type == FieldType::real || field->type == FieldType::integer)) { return name; }
  }
  return std::nullopt;
}

/// As the collections of the house spell it.
std::string column_of_year(const Collection& schema) { return schema.field("population_year") != nullptr ? "population_year" : "year"; }

std::vector<PeopleRow> read(const View& population, PeopleCounted& counted) {
  enum : std::size_t { people, year, source, cell };
  const Columns columns(
      population.schema(),
      {{counted.column, false}, {column_of_year(population.schema()), false}, {"population_source", true}, {"cell_m", false}});
  std::vector<PeopleRow> rows;
  population.scan({}, columns.names(), [&](const BatchView& batch, std::span<const std::uint32_t> found) {
    for (const std::uint32_t row : found) {
      ++counted.rows;
      const auto number = columns.real(batch, row, people);
      if (!number || !(*number >= 0) || batch.geometry.is_none(row)) {
        ++counted.no_figure;
        continue;
      }
      rows.push_back({batch.geometry.anchor(row), *number, columns.integer(batch, row, year), std::string(columns.text(batch, row, source)),
                      columns.real(batch, row, cell).value_or(0),
                      batch.geometry.ends == nullptr ? std::string() : std::string(batch.geometry.wkb_of(row))});
    }
    return true;
  });
  const auto key = [](const PeopleRow& row) {
    return std::tie(row.at.lon, row.at.lat, row.people, row.year, row.source, row.cell_m, row.area);
  };
  std::sort(rows.begin(), rows.end(), [&](const PeopleRow& a, const PeopleRow& b) { return key(a) < key(b); });
  return rows;
}

/// Keeps the rows for which it holds; the others are counted.
template <class Keep>
void keep(std::vector<PeopleRow>& rows, std::uint64_t& others, Keep keep) {
  const auto end = std::stable_partition(rows.begin(), rows.end(), keep);
  others += static_cast<std::uint64_t>(rows.end() - end);
  rows.erase(end, rows.end());
}

void keep_year(std::vector<PeopleRow>& rows, PeopleCounted& counted, const PopulationOptions& options) {
  for (const PeopleRow& row : rows) { counted.year = std::max(counted.year, row.year); }
  if (options.year) { counted.year = *options.year; }
  keep(rows, counted.other_year, [&](const PeopleRow& row) { return row.year == counted.year; });
  if (!rows.empty()) { return; }
  throw Error(Problem::usage, fmt::format("The collection {} has no people of the year {}.", counted.collection, *options.year),
              fmt::format("A colecção {} não tem pessoas do ano {}.", counted.collection, *options.year));
}

void keep_source(std::vector<PeopleRow>& rows, PeopleCounted& counted, const PopulationOptions& options) {
  std::set<std::string> sources;
  for (const PeopleRow& row : rows) { sources.insert(row.source); }
  std::string known;
  for (const std::string& source : sources) { known += (known.empty() ? "'" : ", '") + source + "'"; }
  if (!options.source.empty() && !sources.contains(options.source)) {
    throw Error(Problem::usage,
                fmt::format("The collection {} has no people of this source and year; it has {}.", counted.collection, known),
                fmt::format("A colecção {} não tem pessoas desta fonte e deste ano; tem {}.", counted.collection, known));
  }
  if (options.source.empty() && sources.size() > 1) {
    throw Error(
        Problem::usage,
        fmt::format("Several sources count the people of the same year, and together they would count twice: {}. Give population_source.",
                    known),
        fmt::format("Várias fontes contam as pessoas do mesmo ano, e juntas contariam duas vezes: {}. Indique population_source.", known));
  }
  counted.source = options.source.empty() ? *sources.begin() : options.source;
  keep(rows, counted.other_source, [&](const PeopleRow& row) { return row.source == counted.source; });
}

/// Nobody anywhere.
[[noreturn]] void refuse_no_people(const std::string& collection) {
  throw Error(
      Problem::usage,
      fmt::format("A rate needs people, and the collection {0} holds none. Load some first: bairro import {0} FILE (points, cells "
                  "of a grid, or areas; population also from a raster; see docs/importing.md).",
                  collection),
      fmt::format("Uma taxa precisa de pessoas, e a colecção {0} não tem nenhumas. Carregue-as primeiro: bairro import {0} FICHEIRO "
                  "(pontos, células de uma grelha, ou áreas; population também de um raster; veja docs/importing.md).",
                  collection));
}

void write_year_and_source(JsonWriter& json, const PeopleCounted& people, std::string_view year, std::string_view source) {
  json.key(year);
  if (people.year) {
    json.value(*people.year);
  } else {
    json.null();
  }
  json.key(source);
  if (people.source.empty()) {
    json.null();
  } else {
    json.value(people.source);
  }
}

}  // namespace

std::vector<PeopleRow> people_rows(const View& population, const PopulationOptions& options, PeopleCounted& counted) {
  counted.collection = population.schema().id;
  counted.is_read = true;
  const auto column = column_of(population.schema());
  if (!column) {
    throw Error(Problem::usage,
                fmt::format("The collection {} counts no people: it has no column people or population.", counted.collection),
                fmt::format("A colecção {} não conta pessoas: não tem coluna people nem population.", counted.collection));
  }
  counted.column = *column;
  std::vector<PeopleRow> rows = read(population, counted);
  if (std::none_of(rows.begin(), rows.end(), [](const PeopleRow& row) { return row.people > 0; })) { refuse_no_people(counted.collection); }
  keep_year(rows, counted, options);
  keep_source(rows, counted, options);
  return rows;
}

void refuse_nobody_here(const PeopleCounted& counted) {
  throw Error(Problem::usage,
              fmt::format("A rate needs people. The collection {} has some, but none where incidents were looked for. Choose another area, "
                          "or another population_collection.",
                          counted.collection),
              fmt::format("Uma taxa precisa de pessoas. A colecção {} tem algumas, mas nenhumas onde se procuraram incidentes. Escolha "
                          "outra área, ou outra population_collection.",
                          counted.collection));
}

AreaPeople area_people(const View& population, const std::vector<CountedArea>& areas, const PopulationOptions& options) {
  AreaPeople counted;
  counted.people.resize(areas.size());
  counted.middle.resize(areas.size());
  const std::vector<PeopleRow> rows = people_rows(population, options, counted);
  AreaFinder finder(areas);
  std::vector<double> east(areas.size()), north(areas.size());
  for (const PeopleRow& row : rows) {
    const auto area = finder.at(row.at);
    if (!area) {
      ++counted.rows_outside;
      counted.outside += row.people;
      continue;
    }
    ++counted.used;
    counted.people[*area] += row.people;
    counted.total += row.people;
    east[*area] += row.people * row.at.lon;
    north[*area] += row.people * row.at.lat;
  }
  if (!(counted.total > 0)) { refuse_nobody_here(counted); }
  for (std::size_t a = 0; a < areas.size(); ++a) {
    const double n = counted.people[a];
    if (n > 0) { counted.middle[a] = LonLat{east[a] / n, north[a] / n}; }
  }
  return counted;
}

void write_population_question(JsonWriter& json, const PeopleCounted& people) {
  write_year_and_source(json, people, "population_year", "population_source");
}

void write_population(JsonWriter& json, const PeopleCounted& people) {
  if (!people.is_read) {
    json.key("population").null();
    return;
  }
  json.key("population").begin_object().member("collection", people.collection).member("column", people.column);
  json.member("people", people.total);
  write_year_and_source(json, people, "year", "source");
  json.member("rows", people.rows).member("used", people.used).key("excluded").begin_object();
  json.member("no_figure", people.no_figure).member("other_year", people.other_year).member("other_source", people.other_source);
  json.member("outside_areas", people.rows_outside).end_object().member("people_outside_areas", people.outside).end_object();
}

Text people_text(const PeopleCounted& people) {
  if (!people.is_read) { return {people.collection + ", not read", people.collection + ", não lida"}; }
  const std::string number = fmt::format("{:.0f}", people.total);
  const std::string source = people.source.empty() ? "" : ", " + people.source;
  if (!people.year) { return {number + " people, year not said" + source, number + " pessoas, ano não indicado" + source}; }
  return {fmt::format("{} people of {}{}", number, *people.year, source), fmt::format("{} pessoas de {}{}", number, *people.year, source)};
}

void say_other_year(std::vector<Text>& caveats, const PeopleCounted& people, const std::optional<Days>& period) {
  if (!people.year || !period) { return; }
  const int first = civil_date(period->first).year;
  const int last = civil_date(period->last).year;
  if (*people.year >= first && *people.year <= last) { return; }
  caveats.push_back(
      {fmt::format("People were counted in {}, incidents are of {} to {}: rates are off by as much as people moved.", *people.year, first,
                   last),
       fmt::format("As pessoas foram contadas em {}, os incidentes são de {} a {}: as taxas desviam-se tanto quanto as pessoas se "
                   "deslocaram.",
                   *people.year, first, last)});
}

}  // namespace geo
