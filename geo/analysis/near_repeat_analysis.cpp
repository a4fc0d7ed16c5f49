// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/near_repeat_analysis.hpp"

#include "geo/analysis/frame.hpp"
#include "geo/analysis/hex_study.hpp"
#include "geo/analysis/hex_words.hpp"
#include "geo/analysis/time_steps.hpp"
#include "geo/analysis/told.hpp"
#include "geo/hotspots/false_discovery.hpp"
#include "geo/hotspots/knox.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace geo {
namespace {

constexpr TimeMs day_ms = 86'400'000;
constexpr double alpha = 0.05;

void check(const NearRepeatParameters& parameters) {
  const bool fits = !parameters.distance_m || (*parameters.distance_m >= 1 && *parameters.distance_m <= 1e6);
  if (fits && parameters.distance_bands > 0 && parameters.time_bands > 0 && parameters.span_days > 0) { return; }
  throw Error(Problem::usage,
              "A band of distance must be between 1 m and 1,000 km wide, one of time a day or more; there must be one of each.",
              "Uma faixa de distância tem de ter entre 1 m e 1.000 km, uma de tempo um dia ou mais; tem de haver uma de cada.");
}

NearRepeatBands bands_of(const NearRepeatParameters& given, double distance_m) {
  NearRepeatBands bands;
  if (!given.pool_same_place) { bands.space_m.push_back(0); }
  for (std::size_t i = 1; i <= given.distance_bands; ++i) { bands.space_m.push_back(distance_m * static_cast<double>(i)); }
  for (std::size_t i = 1; i <= given.time_bands; ++i) { bands.time_ms.push_back(static_cast<std::int64_t>(i) * given.span_days * day_ms); }
  return bands;
}

/// What is found.
struct Found {
  NearRepeatBands bands;
  NearRepeatTable table;
  std::vector<std::optional<double>> p, q;  ///< none where chance gives no pair
  bool is_withheld = false;                 ///< too few incidents
};

/// The width of the hexagons of other methods; in a city of many incidents less, so that there are not too many pairs.
double default_distance_m(const Frame& frame, const NearRepeatParameters& given) {
  double distance_m = frame.part_of_side_m(hex_widths_in_a_side);
  constexpr double least_m = 10;
  while (distance_m >= 2 * least_m && has_too_many_near_pairs(frame.points(), distance_m * static_cast<double>(given.distance_bands))) {
    distance_m = round_down(distance_m / 2);
  }
  return distance_m;
}

Found look(const HotspotInput& input, const Frame& frame, const NearRepeatBands& bands, const PermutationOptions& chance,
           const Workers& workers, const Progress& progress) {
  Found found{bands, {}, {}, {}, input.used.size() < near_repeat_least_incidents};
  std::vector<TimeMs> days;
  for (const Incident& incident : input.used) { days.push_back(TimeMs{local_day(incident)} * day_ms); }
  found.table = near_repeats(frame.points(), days, bands, chance, workers, progress);
  stop_if_cancelled(progress);
  for (const NearRepeat& cell : found.table.cells) {
    const bool is_tested = cell.expected > 0 && !found.is_withheld;
    found.p.push_back(is_tested ? std::optional(cell.p) : std::nullopt);
  }
  found.q = false_discovery_q(found.p);
  return found;
}

struct Band {
  double from_m = 0, to_m = 0;
  std::int64_t from_days = 0, to_days = 0;
};

Band band_of(const NearRepeatBands& bands, std::size_t cell) {
  const std::size_t s = cell / bands.time_ms.size();
  const std::size_t t = cell % bands.time_ms.size();
  return {s == 0 ? 0 : bands.space_m[s - 1], bands.space_m[s], t == 0 ? 0 : bands.time_ms[t - 1] / day_ms + 1, bands.time_ms[t] / day_ms};
}

std::vector<Row> rows_of(const Found& found) {
  std::vector<Row> rows;
  for (std::size_t k = 0; k < found.table.cells.size(); ++k) {
    const NearRepeat& cell = found.table.cells[k];
    const Band band = band_of(found.bands, k);
    Row row{{}, {band.from_m, band.to_m, band.from_days, band.to_days}};
    if (found.is_withheld) {
      row.values.resize(9);
      row.values.push_back(std::string(few_incidents));
    } else {
      const bool is_told = cell.observed >= least_told;
      const Value reason = !found.p[k] ? Value(std::string("no_pairs")) : is_told ? Value() : Value(std::string("few_pairs"));
      const auto chance = [](const std::optional<double>& p, bool is_exact) { return p && !is_exact ? Value(told_p(*p)) : value_of(p); };
      for (const Value& value :
           {is_told ? Value(static_cast<std::int64_t>(cell.observed)) : Value(), Value(cell.expected),
            is_told ? value_of(cell.ratio) : Value(), chance(found.p[k], is_told), chance(found.q[k], false), reason}) {
        row.values.push_back(value);
      }
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string parameters_json(const View& view, const Filter& filter, const NearRepeatParameters& given, const Frame& frame,
                            double distance_m) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("collection", view.schema().id);
  write_filter(json, filter);
  write_options(json, given.incidents);
  json.member("distance_m", distance_m).member("distance_bands", given.distance_bands).member("span_days", given.span_days);
  json.member("time_bands", given.time_bands).member("pool_same_place", given.pool_same_place);
  json.member("permutations", given.chance.permutations).member("seed", given.chance.seed).member("alpha", alpha);
  write_projection(json, frame);
  json.end_object();
  return out;
}

Text distance_text(const Band& band) {
  if (band.to_m == 0) { return {"at the same place", "no mesmo lugar"}; }
  const Text to = length_text(band.to_m);
  if (band.from_m == 0) { return {"up to " + to.en, "até " + to.pt}; }
  const Text from = length_text(band.from_m);
  return {from.en + " to " + to.en, from.pt + " a " + to.pt};
}

/// More than chance gives, those far above it first.
std::vector<std::size_t> raised(const Found& found) {
  std::vector<std::size_t> cells;
  for (std::size_t k = 0; k < found.q.size(); ++k) {
    if (found.q[k] && *found.q[k] <= alpha) { cells.push_back(k); }
  }
  std::stable_sort(cells.begin(), cells.end(),
                   [&](std::size_t a, std::size_t b) { return *found.table.cells[a].ratio > *found.table.cells[b].ratio; });
  return cells;
}

std::vector<Text> findings_of(const HotspotInput& input, const HotspotOptions& options, const Found& found) {
  std::vector<Text> findings = input_findings(input, options);
  if (found.is_withheld) { return findings; }
  const auto cells = raised(found);
  const auto tested = std::count_if(found.p.begin(), found.p.end(), [](const auto& p) { return p.has_value(); });
  findings.push_back(
      {fmt::format("{} pairs of incidents in all. Of {} cells of the table tested, {} have more than chance gives (false "
                   "discovery rate at most 5 %).",
                   found.table.pairs, tested, cells.size()),
       fmt::format("{} pares de incidentes no total. De {} células da tabela testadas, {} têm mais do que o acaso daria (taxa "
                   "de falsas descobertas de no máximo 5 %).",
                   found.table.pairs, tested, cells.size())});
  for (std::size_t i = 0; i < std::min<std::size_t>(cells.size(), 5); ++i) {
    const NearRepeat& cell = found.table.cells[cells[i]];
    const Band band = band_of(found.bands, cells[i]);
    const Text where = distance_text(band);
    const Text ratio = decimal_text(*cell.ratio, 2);
    const Text expected = decimal_text(cell.expected, 1);
    if (cell.observed < least_told) {
      findings.push_back({fmt::format("Pairs {}, {} to {} days apart: fewer than 10, but more than chance gives ({}).", where.en,
                                      band.from_days, band.to_days, expected.en),
                          fmt::format("Pares {}, com {} a {} dias de intervalo: menos de 10, mas mais do que o acaso daria ({}).", where.pt,
                                      band.from_days, band.to_days, expected.pt)});
      continue;
    }
    findings.push_back({fmt::format("Pairs {}, {} to {} days apart: {} where chance gives {}: {} times as many.", where.en, band.from_days,
                                    band.to_days, cell.observed, expected.en, ratio.en),
                        fmt::format("Pares {}, com {} a {} dias de intervalo: {} onde o acaso daria {}: {} vezes isso.", where.pt,
                                    band.from_days, band.to_days, cell.observed, expected.pt, ratio.pt)});
  }
  return findings;
}

std::vector<Text> caveats_of(const HotspotInput& input, const NearRepeatParameters& given, const Found& found) {
  std::vector<Text> caveats = hotspot_caveats(input, given.incidents);
  if (found.is_withheld) {
    caveats.push_back({"The table of fewer than 10 incidents is not shown.", "A tabela de menos de 10 incidentes não se mostra."});
  }
  if (!found.is_withheld) {
    caveats.push_back(
        {"Of cells with fewer than 10 pairs the number and the ratio are not told, and p is an upper limit; q is one everywhere.",
         "De células com menos de 10 pares não se dizem o número nem a razão, e p é um limite superior; q é-o em toda a parte."});
  }
  if (input.settlement_precision > 0) {
    caveats.push_back(
        {fmt::format("{} incidents stand at the middle of a settlement: pairs at the same place are pairs of the same settlement.",
                     input.settlement_precision),
         fmt::format("{} incidentes estão no meio de um povoado: pares no mesmo lugar são pares do mesmo povoado.",
                     input.settlement_precision)});
  }
  caveats.push_back({"Where people, or reporting, grew in some places and not in others, pairs near in both come about without any repeat.",
                     "Onde a população, ou a comunicação, cresceu nuns lugares e não noutros, surgem pares próximos sem haver repetição."});
  caveats.push_back({"Of the past only: it does not say that anyone, or any place, will be next.",
                     "Só do passado: não diz que alguém, ou algum lugar, será o próximo."});
  return caveats;
}

std::string summary_json(const HotspotInput& input, const NearRepeatParameters& given, const Found& found, const Frame& frame,
                         const Analysis& analysis) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_input(json, input, given.incidents);
  json.key("pairs");
  if (found.is_withheld) {
    json.null();
  } else {
    json.value(found.table.pairs);
  }
  const auto tested = std::count_if(found.p.begin(), found.p.end(), [](const auto& p) { return p.has_value(); });
  json.member("cells", found.table.cells.size()).member("tested", tested).member("more_than_chance", raised(found).size());
  json.member("max_scale_error", frame.max_scale_error());
  write_sentences(json, analysis.findings, analysis.caveats);
  json.end_object();
  return out;
}

Collection describe(const Collection& source, const Filter& filter, const HotspotInput& input, const NearRepeatParameters& given,
                    double distance_m) {
  using enum FieldType;
  Collection c = result_collection("near-repeat", GeometryType::none);
  const Text period = period_text(filter.datetime, input.period);
  const Text band = length_text(distance_m);
  c.title = {fmt::format("{}: near repeats, bands of {} and {} days, {}", source.title.en, band.en, given.span_days, period.en),
             fmt::format("{}: repetições próximas, faixas de {} e {} dias, {}", source.title.pt, band.pt, given.span_days, period.pt)};
  c.description = {
      fmt::format(
          "Pairs of incidents by how far apart they are in space and in time, beside what chance gives when the days are shared out "
          "anew. Period: {}. {} of {} rows used.",
          period.en, input.used.size(), input.matched),
      fmt::format(
          "Pares de incidentes pela distância no espaço e no tempo, ao lado do que o acaso daria se os dias se repartissem de novo. "
          "Período: {}. {} de {} linhas usadas.",
          period.pt, input.used.size(), input.matched)};
  c.fields = {result_field("distance_from_m", real, {"Distance, beyond", "Distância, além de"}, "m"),
              result_field("distance_to_m", real, {"Distance, up to", "Distância, até"}, "m"),
              result_field("days_from", integer, {"Days apart, from", "Dias de intervalo, de"}, "d"),
              result_field("days_to", integer, {"Days apart, to", "Dias de intervalo, até"}, "d"),
              result_field("observed", integer, {"Pairs", "Pares"}),
              result_field("expected", real, {"Pairs by chance", "Pares por acaso"}),
              result_field("ratio", real, {"Observed to expected", "Observados sobre esperados"}),
              result_field("p", real, {"p of as many, by permutations", "p de tantos, por permutações"}),
              result_field("q_value", real, {"False discovery rate", "Taxa de falsas descobertas"}),
              result_field("reason", text, {"Why there is no figure", "Porque não há valor"})};
  return c;
}

}  // namespace

Analysis near_repeat_analysis(const View& incidents, const Filter& filter, const NearRepeatParameters& parameters, const Progress& progress,
                              const Workers& workers) {
  check(parameters);
  HotspotInput input = hotspot_input(incidents, filter, parameters.incidents, part_of(progress, 0, 30));
  keep_known_days(input);
  const double distance_m = parameters.distance_m ? *parameters.distance_m : default_distance_m(Frame(input.used), parameters);
  input.leave_out_uncertain(distance_m);
  const Frame frame(input.used);
  const Found found = look(input, frame, bands_of(parameters, distance_m), parameters.chance, workers, part_of(progress, 30, 95));
  Analysis analysis;
  analysis.rows = rows_of(found);
  analysis.collection = describe(incidents.schema(), filter, input, parameters, distance_m);
  Provenance& result = *analysis.collection.result;
  result.parameters = parameters_json(incidents, filter, parameters, frame, distance_m);
  analysis.findings = findings_of(input, parameters.incidents, found);
  analysis.caveats = caveats_of(input, parameters, found);
  result.summary = summary_json(input, parameters, found, frame, analysis);
  result.inputs = {incidents.schema().id};
  analysis.read = {{incidents.schema().id, incidents.version()}};
  return analysis;
}

}  // namespace geo
