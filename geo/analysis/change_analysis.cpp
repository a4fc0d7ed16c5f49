// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/change_analysis.hpp"

#include "geo/analysis/hex_groups.hpp"
#include "geo/analysis/hex_words.hpp"
#include "geo/analysis/row_values.hpp"
#include "geo/analysis/told.hpp"
#include "geo/analysis/two_periods.hpp"
#include "geo/hotspots/change.hpp"
#include "geo/hotspots/false_discovery.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace geo {
namespace {

constexpr std::array<std::string_view, 4> kinds{"rise", "fall", "none", "few"};
enum : std::size_t { rise, fall, none, few };

/// What is found about the hexagons.
struct Judged {
  std::vector<TwoCounts> counts;  ///< of each hexagon, with its neighbours where so asked
  std::vector<bool> is_told;      ///< of each hexagon by itself: whether its number is told
  std::vector<bool> are_both;     ///< and that of each period too
  TwoCounts all;
  CountChange overall;  ///< of all hexagons together
  std::vector<CountChange> changes;
  std::vector<std::optional<double>> p, q;
  std::vector<std::size_t> kind;
};

std::vector<TwoCounts> with_neighbours(const HexStudy& hexes, const std::vector<TwoCounts>& own) {
  std::vector<TwoCounts> sums = own;
  for (std::size_t i = 0; i < own.size(); ++i) {
    for (const std::uint32_t j : hexes.neighbours.of(i)) {
      sums[i].before += own[j].before;
      sums[i].after += own[j].after;
    }
  }
  return sums;
}

/// Where the number of each period is told: both have enough. Less all others, who knows the number of all must not be left with one
/// place.
std::vector<bool> told_periods(const std::vector<TwoCounts>& counts, const std::vector<bool>& is_told) {
  std::vector<std::uint64_t> before, after, both;
  for (const TwoCounts& place : counts) {
    before.push_back(place.before);
    after.push_back(place.after);
    both.push_back(place.before + place.after);
  }
  const std::vector<bool> first = told_places(before), second = told_places(after);
  std::vector<bool> told;
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    told.push_back(is_told[i] && first[i] && second[i]);
    all.push_back(i);
  }
  give_up(both, all, told);
  return told;
}

void count(Judged& found, const HexStudy& hexes, const TwoPeriods& periods, bool around) {
  found.counts.resize(hexes.hexes.size());
  for (std::size_t i = 0; i < hexes.input.used.size(); ++i) {
    TwoCounts& place = found.counts[hexes.hexagon_of[i]];
    const bool is_after = *periods.at(local_day(hexes.input.used[i]));
    ++(is_after ? place.after : place.before);
    ++(is_after ? found.all.after : found.all.before);
  }
  found.is_told = told_places(hexes.incidents);
  found.are_both = told_periods(found.counts, found.is_told);
  if (around) { found.counts = with_neighbours(hexes, found.counts); }
}

/// What is told of a hexagon's test.
struct Shown {
  std::optional<TwoCounts> counts;
  CountChange change;
  std::optional<double> q;
};

/// None where its number is not told; no numbers of periods where either has few, and p by steps. Sums with neighbours overlap, and their
/// differences would tell of single places: they are rounded, ratios are those of rounded sums, and p goes by steps. q is made of the p of
/// all, and goes by steps always.
std::optional<Shown> shown(const Judged& found, std::size_t i, const ChangeParameters& given, const TwoPeriods& periods) {
  const std::uint64_t sum = found.counts[i].before + found.counts[i].after;
  if (given.with_neighbours ? sum < least_told : !found.is_told[i]) { return std::nullopt; }
  const CountChange& change = found.changes[i];
  const std::optional<double> q = found.q[i] ? std::optional(told_p(*found.q[i])) : std::nullopt;
  if (!given.with_neighbours && found.are_both[i]) { return Shown{found.counts[i], change, q}; }
  Shown told{{}, {}, q};
  if (given.with_neighbours) { told.counts = TwoCounts{told_sum(found.counts[i].before), told_sum(found.counts[i].after)}; }
  if (!change.p) { return told; }
  if (given.with_neighbours) {
    const TwoCounts all{std::max(found.all.before, told.counts->before), std::max(found.all.after, told.counts->after)};
    told.change = given.against == Against::elsewhere
                      ? change_against(*told.counts, all)
                      : change_of_rate(*told.counts, TwoPeriods::length(periods.before), TwoPeriods::length(periods.after));
  }
  told.change.p = told_p(*change.p);
  return told;
}

Judged judge(const HexStudy& hexes, const TwoPeriods& periods, const ChangeParameters& given) {
  Judged found;
  count(found, hexes, periods, given.with_neighbours);
  const double before = TwoPeriods::length(periods.before);
  const double after = TwoPeriods::length(periods.after);
  found.overall = change_of_rate(found.all, before, after);
  for (const TwoCounts& place : found.counts) {
    const bool is_tested = place.before + place.after >= change_least_incidents;
    const CountChange change = !is_tested                            ? CountChange{}
                               : given.against == Against::elsewhere ? change_against(place, found.all)
                                                                     : change_of_rate(place, before, after);
    found.changes.push_back(change);
    found.p.push_back(change.p);
  }
  found.q = false_discovery_q(found.p);
  for (std::size_t i = 0; i < found.p.size(); ++i) {
    // Without a ratio there were none before, or none elsewhere after.
    const bool is_clear = found.q[i] && *found.q[i] <= change_alpha;
    const bool is_up = !found.changes[i].ratio || *found.changes[i].ratio > 1;
    const bool is_told = given.with_neighbours || found.is_told[i];
    found.kind.push_back(!found.q[i] || !is_told ? few : !is_clear ? none : is_up ? rise : fall);
  }
  return found;
}

std::size_t of_kind(const Judged& found, std::size_t kind) {
  return static_cast<std::size_t>(std::count(found.kind.begin(), found.kind.end(), kind));
}

std::size_t tested(const Judged& found) { return found.kind.size() - of_kind(found, few); }

std::vector<Row> rows_of(HexStudy& hexes, const Judged& found, const ChangeParameters& given, const TwoPeriods& periods) {
  std::vector<Row> rows;
  rows.reserve(hexes.hexes.size());
  for (std::size_t i = 0; i < hexes.hexes.size(); ++i) {
    const std::optional<Shown> told = shown(found, i, given, periods);
    const CountChange change = told ? told->change : CountChange{};
    const auto number = [](bool is_told, std::uint64_t n) { return is_told ? Value(static_cast<std::int64_t>(n)) : Value(); };
    Value reason;
    if (!told) {
      reason = std::string(few_incidents);
    } else if (!change.p) {
      reason = std::string("nothing_elsewhere");
    } else if (!told->counts) {
      reason = std::string("few_in_a_period");
    }
    Row row{hexes.hexagon(i), {number(found.is_told[i], hexes.incidents[i])}};
    const TwoCounts counts = told && told->counts ? *told->counts : TwoCounts{};
    const bool are_both = told && told->counts;
    append(row, {number(are_both, counts.before), number(are_both, counts.after)});
    append(row, {value_of(change.ratio), value_of(change.ratio_low), value_of(change.ratio_high), value_of(change.p),
                 value_of(told ? told->q : std::nullopt), std::string(kinds[found.kind[i]]), reason});
    rows.push_back(std::move(row));
  }
  return rows;
}

void write_days(JsonWriter& json, std::string_view name, Days days) {
  json.key(name).begin_array().value(format_date(days.first)).value(format_date(days.last)).end_array();
}

std::string_view code(Against against) { return against == Against::before ? "before" : "elsewhere"; }

std::string parameters_json(const View& view, const Filter& filter, const ChangeParameters& given, const HexStudy& hexes,
                            const TwoPeriods& periods) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_hex_question(json, view, filter, given.hexagons, hexes);
  write_days(json, "before", periods.before);
  write_days(json, "after", periods.after);
  json.member("split_in_the_middle", !given.before).member("against", code(given.against));
  json.member("with_neighbours", given.with_neighbours).member("alpha", change_alpha);
  json.member("least_incidents_of_a_test", change_least_incidents);
  write_hex_ground(json, hexes);
  json.end_object();
  return out;
}

std::string days_text(Days days) { return format_date(days.first) + "/" + format_date(days.last); }

/// The strongest changes of a kind, the surest first.
std::vector<std::size_t> surest(const Judged& found, std::size_t kind, std::size_t most) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < found.kind.size(); ++i) {
    if (found.kind[i] == kind) { places.push_back(i); }
  }
  std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) { return *found.p[a] < *found.p[b]; });
  places.resize(std::min(places.size(), most));
  return places;
}

bool is_all_told(const Judged& found) { return found.all.before >= least_told && found.all.after >= least_told; }

Text overall_text(const Judged& found) {
  if (!is_all_told(found)) {
    const std::uint64_t both = found.all.before + found.all.after;
    return {fmt::format("All hexagons together: {} in both periods together.", both),
            fmt::format("Todos os hexágonos: {} nos dois períodos em conjunto.", both)};
  }
  if (!found.overall.ratio) {
    return {fmt::format("All hexagons together: {} before, {} after.", found.all.before, found.all.after),
            fmt::format("Todos os hexágonos: {} antes, {} depois.", found.all.before, found.all.after)};
  }
  const Text ratio = decimal_text(*found.overall.ratio, 2);
  const Text low = decimal_text(*found.overall.ratio_low, 2);
  const Text high = decimal_text(*found.overall.ratio_high, 2);
  return {fmt::format("All hexagons together: {} before, {} after; by day {} times as many (95 %: {} to {}).", found.all.before,
                      found.all.after, ratio.en, low.en, high.en),
          fmt::format("Todos os hexágonos: {} antes, {} depois; por dia {} vezes o de antes (95 %: {} a {}).", found.all.before,
                      found.all.after, ratio.pt, low.pt, high.pt)};
}

Text place_finding(const std::string& where, const std::optional<TwoCounts>& told, std::uint64_t both, bool is_rise, bool around) {
  if (!told) {
    return {fmt::format("{} at {}: {} in both periods together.", is_rise ? "More" : "Fewer", where, both),
            fmt::format("{} em {}: {} nos dois períodos em conjunto.", is_rise ? "Mais" : "Menos", where, both)};
  }
  const TwoCounts& counts = *told;
  const Text about =
      around ? Text{" and in the hexagons around it, to the nearest five", " e nos hexágonos à volta, arredondado a cinco"} : Text{};
  return {fmt::format("{} at {}{}: {} before, {} after.", is_rise ? "More" : "Fewer", where, about.en, counts.before, counts.after),
          fmt::format("{} em {}{}: {} antes, {} depois.", is_rise ? "Mais" : "Menos", where, about.pt, counts.before, counts.after)};
}

std::vector<Text> findings_of(HexStudy& hexes, const ChangeParameters& given, const Judged& found, const TwoPeriods& periods) {
  std::vector<Text> findings = input_findings(hexes.input, given.hexagons.incidents);
  findings.push_back({"Before: " + days_text(periods.before) + ". After: " + days_text(periods.after) + ".",
                      "Antes: " + days_text(periods.before) + ". Depois: " + days_text(periods.after) + "."});
  findings.push_back(overall_text(found));
  const bool elsewhere = given.against == Against::elsewhere;
  findings.push_back({fmt::format("{} of {} hexagons tested{}{}: {} rose, {} fell (false discovery rate at most 5 %).", tested(found),
                                  found.kind.size(), given.with_neighbours ? ", each with its neighbours" : "",
                                  elsewhere ? " against all others" : "", of_kind(found, rise), of_kind(found, fall)),
                      fmt::format("{} de {} hexágonos testados{}{}: {} subiram, {} desceram (taxa de falsas descobertas de no máximo 5 %).",
                                  tested(found), found.kind.size(), given.with_neighbours ? ", cada um com os seus vizinhos" : "",
                                  elsewhere ? " contra todos os outros" : "", of_kind(found, rise), of_kind(found, fall))});
  for (const std::size_t kind : {std::size_t{rise}, std::size_t{fall}}) {
    for (const std::size_t i : surest(found, kind, 3)) {
      if (const auto told = shown(found, i, given, periods)) {
        const std::string where = place_text(hexes.centre(i), hexes.width_m);
        findings.push_back(place_finding(where, told->counts, hexes.incidents[i], kind == rise, given.with_neighbours));
      }
    }
  }
  return findings;
}

std::vector<Text> caveats_of(const HexStudy& hexes, const ChangeParameters& given, const TwoPeriods& periods, const Filter& filter) {
  std::vector<Text> caveats = hotspot_caveats(hexes.input, given.hexagons.incidents);
  caveats.push_back(
      {"Reporting may have changed, not what happened: a new post, a new form, more trust bring more reports. Fewer reports are "
       "not the same as safer.",
       "Pode ter mudado a comunicação, e não o que aconteceu: um novo posto, um novo formulário, mais confiança trazem mais "
       "comunicações. Menos comunicações não quer dizer mais seguro."});
  caveats.push_back(
      {"Exact p suppose that incidents come one by one; where one event makes many reports, they are too low.",
       "Os p exactos supõem que os incidentes vêm um a um; onde um acontecimento gera muitas comunicações, são demasiado baixos."});
  if (!periods.are_same_season()) {
    caveats.push_back({"The two periods are not the same days of the year: a season can look like a change.",
                       "Os dois períodos não são os mesmos dias do ano: uma estação pode parecer uma mudança."});
  }
  const bool is_asked = filter.datetime && filter.datetime->from != INT64_MIN && filter.datetime->to != INT64_MAX;
  if (!is_asked) {
    caveats.push_back({"Nobody said which period the data cover: it is taken to reach from the first incident to the last. Give datetime.",
                       "Ninguém disse que período os dados abrangem: supõe-se que vai do primeiro incidente ao último. Indique datetime."});
  }
  if (given.with_neighbours) {
    caveats.push_back(
        {"Each hexagon stands for itself and those around it: a rise may have come about in any of them, and one place makes several "
         "hexagons rise. Their numbers are to the nearest five, ratios are of those, p and q are upper limits; the test is of the exact "
         "numbers.",
         "Cada hexágono vale por si e pelos que o rodeiam: uma subida pode ter ocorrido em qualquer deles, e um só lugar faz subir vários "
         "hexágonos. Os seus números são arredondados a cinco, as razões são deles, p e q são limites superiores; o teste é dos números "
         "exactos."});
    caveats.push_back(
        {"A hexagon that has fewer than 10 incidents in both periods even with its neighbours is not tested, and nothing is "
         "told of it.",
         "Um hexágono que mesmo com os vizinhos tem menos de 10 incidentes nos dois períodos não é testado, e nada se diz "
         "dele."});
    return caveats;
  }
  caveats.push_back(
      {"Hexagons with fewer than 10 incidents in both periods together are not tested: nothing is told of them, not even how "
       "many.",
       "Hexágonos com menos de 10 incidentes nos dois períodos em conjunto não são testados: deles nada se diz, nem quantos."});
  caveats.push_back(
      {"Where one period has fewer than 10 the numbers of the two and their ratio are not told, only their sum; p then is an upper limit, "
       "and q is everywhere.",
       "Onde um período tem menos de 10 não se dizem os números dos dois nem a sua razão, só a soma; p é então um limite superior, e q em "
       "toda a parte."});
  return caveats;
}

void write_overall(JsonWriter& json, const Judged& found) {
  if (!is_all_told(found)) {
    json.key("all").begin_object();
    for (const char* name : {"before", "after", "ratio", "ratio_low", "ratio_high"}) { json.key(name).null(); }
    write_optional(json, "p", found.overall.p ? std::optional(told_p(*found.overall.p)) : std::nullopt);
    json.end_object();
    return;
  }
  json.key("all").begin_object().member("before", found.all.before).member("after", found.all.after);
  write_optional(json, "ratio", found.overall.ratio);
  write_optional(json, "ratio_low", found.overall.ratio_low);
  write_optional(json, "ratio_high", found.overall.ratio_high);
  write_optional(json, "p", found.overall.p);
  json.end_object();
}

std::string summary_json(const HexStudy& hexes, const ChangeParameters& given, const Judged& found, const TwoPeriods& periods,
                         const Analysis& analysis) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_input(json, hexes.input, given.hexagons.incidents);
  json.key("days").begin_object().member("before", TwoPeriods::length(periods.before));
  json.member("after", TwoPeriods::length(periods.after)).end_object();
  write_overall(json, found);
  json.member("hexagons", hexes.hexes.size()).member("tested", tested(found));
  json.key("kinds").begin_object();
  for (std::size_t k = 0; k < kinds.size(); ++k) { json.member(kinds[k], of_kind(found, k)); }
  json.end_object().member("max_scale_error", hexes.frame.max_scale_error());
  write_sentences(json, analysis.findings, analysis.caveats);
  json.end_object();
  return out;
}

std::vector<Field> fields_of(bool around) {
  using enum FieldType;
  const auto named = [&](const char* en, const char* pt) {
    return around ? Text{std::string(en) + ", of the place and its neighbours, to the nearest five",
                         std::string(pt) + ", do lugar e dos seus vizinhos, arredondado a cinco"}
                  : Text{en, pt};
  };
  const auto bounded = [&](const char* en, const char* pt) {
    return around ? Text{std::string(en) + ", of the place and its neighbours, at most",
                         std::string(pt) + ", do lugar e dos seus vizinhos, no máximo"}
                  : Text{en, pt};
  };
  const auto of_both = [&](const char* en, const char* pt) {
    return around ? Text{std::string(en) + ", of the place and its neighbours", std::string(pt) + ", do lugar e dos seus vizinhos"}
                  : Text{en, pt};
  };
  return {result_field("incidents", integer,
                       around ? Text{"Number of incidents, of the place alone", "Número de incidentes, só do lugar"}
                              : Text{"Number of incidents", "Número de incidentes"}),
          result_field("before", integer, named("Incidents before", "Incidentes antes")),
          result_field("after", integer, named("Incidents after", "Incidentes depois")),
          result_field("ratio", real, of_both("After to before, by day", "Depois sobre antes, por dia")),
          result_field("ratio_low", real, {"Its 95 % interval, from", "O seu intervalo de 95 %, de"}),
          result_field("ratio_high", real, {"Its 95 % interval, to", "O seu intervalo de 95 %, até"}),
          result_field("p", real, bounded("p, two-sided, exact", "p, bilateral, exacto")),
          result_field("q_value", real,
                       around ? bounded("False discovery rate", "Taxa de falsas descobertas")
                              : Text{"False discovery rate, at most", "Taxa de falsas descobertas, no máximo"}),
          result_field("kind", text, {"rise, fall, none, or few to tell", "rise, fall, none, ou few (poucos)"}),
          result_field("reason", text, {"Why there is no figure, or it is not told", "Porque não há valor, ou não se diz"})};
}

Collection describe(const Collection& source, const HexStudy& hexes, const ChangeParameters& given, const TwoPeriods& periods) {
  Collection c = result_collection("change", GeometryType::polygon);
  const Text width = length_text(hexes.width_m);
  const std::string days = days_text(periods.before) + ", " + days_text(periods.after);
  const Text around = given.with_neighbours ? Text{" with their neighbours", " com os seus vizinhos"} : Text{};
  c.title = {fmt::format("{}: change between two periods, hexagons of {}{}, {}", source.title.en, width.en, around.en, days),
             fmt::format("{}: mudança entre dois períodos, hexágonos de {}{}, {}", source.title.pt, width.pt, around.pt, days)};
  const bool elsewhere = given.against == Against::elsewhere;
  c.description = {
      fmt::format(
          "Incidents in hexagons of {}{} in two periods: {}. ratio is after to before by day{}. {} of {} rows used. Fewer reports are "
          "not the same as safer.",
          width.en, given.with_neighbours ? ", each with its neighbours" : "", days, elsewhere ? ", over that of all others" : "",
          hexes.input.used.size(), hexes.input.matched),
      fmt::format(
          "Incidentes em hexágonos de {}{} em dois períodos: {}. ratio é depois sobre antes por dia{}. {} de {} linhas usadas. Menos "
          "comunicações não quer dizer mais seguro.",
          width.pt, given.with_neighbours ? ", cada um com os seus vizinhos" : "", days, elsewhere ? ", sobre o de todos os outros" : "",
          hexes.input.used.size(), hexes.input.matched)};
  c.fields = fields_of(given.with_neighbours);
  return c;
}

/// All that lies in either period, or between.
Filter hull_of(const Filter& filter, const std::optional<TimeInterval>& before) {
  Filter hull = filter;
  if (before && hull.datetime) { hull.datetime->from = std::min(hull.datetime->from, before->from); }
  return hull;
}

}  // namespace

Analysis change_analysis(const View& incidents, const StudyArea& study, const Filter& filter, const ChangeParameters& parameters,
                         const Progress& progress) {
  std::optional<TwoPeriods> periods;
  HexStudy hexes = hex_study(incidents, study, hull_of(filter, parameters.before), parameters.hexagons, progress, [&](HotspotInput& input) {
    periods = two_periods(parameters.before, filter.datetime, input.period);
    keep_in_periods(input, *periods);
  });
  const Judged found = judge(hexes, *periods, parameters);
  progress.at(90, 100);
  Analysis analysis;
  analysis.rows = rows_of(hexes, found, parameters, *periods);
  analysis.collection = describe(incidents.schema(), hexes, parameters, *periods);
  Provenance& result = *analysis.collection.result;
  result.parameters = parameters_json(incidents, filter, parameters, hexes, *periods);
  analysis.findings = findings_of(hexes, parameters, found, *periods);
  analysis.caveats = caveats_of(hexes, parameters, *periods, filter);
  result.summary = summary_json(hexes, parameters, found, *periods, analysis);
  note_inputs(analysis, incidents, hexes);
  return analysis;
}

}  // namespace geo
