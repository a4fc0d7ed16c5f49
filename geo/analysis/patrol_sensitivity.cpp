// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/patrol_sensitivity.hpp"

#include "geo/analysis/kde_analysis.hpp"
#include "geo/analysis/told.hpp"
#include "geo/analysis/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

/// "With what patrols found (12 rows more): ", or without it.
Text beginning(bool includes_patrol, std::uint64_t used, std::uint64_t used_then) {
  const std::uint64_t rows = includes_patrol ? used_then - std::min(used, used_then) : used - std::min(used, used_then);
  if (includes_patrol) {
    return {fmt::format("With what patrols found ({} rows more): ", rows),
            fmt::format("Com o que as patrulhas descobriram (mais {} linhas): ", rows)};
  }
  return {fmt::format("Without what patrols found ({} rows fewer): ", rows),
          fmt::format("Sem o que as patrulhas descobriram (menos {} linhas): ", rows)};
}

void say(std::vector<Text>& findings, const Text& begin, const Text& rest) { findings.push_back({begin.en + rest.en, begin.pt + rest.pt}); }

}  // namespace

HotspotOptions other_way(HotspotOptions options) {
  options.include_patrol = !options.include_patrol;
  options.least_used = 0;  // too few the other way is no reason to refuse this one
  return options;
}

std::optional<HexSensitivity> hex_sensitivity(const View& incidents, const Filter& filter, const HexOptions& options, HexStudy& hexes,
                                              const HexClasses& found, const std::function<std::vector<int>(const HexCounts&)>& judge) {
  if (hexes.input.patrol == 0) { return std::nullopt; }
  HexSensitivity other;
  HotspotInput input = hotspot_input(incidents, filter, other_way(options.incidents));
  const HexCounts counts = hex_counts(hexes, input, options.incidents.uncertain);
  if (counts.used < options.incidents.least_used) { return std::nullopt; }
  const std::vector<int> then = judge(counts);
  other.includes_patrol = !options.incidents.include_patrol;
  other.used = counts.used;
  for (std::size_t i = 0; i < then.size(); ++i) {
    const bool hot = found.is_hot(found.of[i]);
    const bool hot_then = found.is_hot(then[i]);
    other.changed += then[i] != found.of[i] ? 1 : 0;
    other.hot_then += hot_then && !hot ? 1 : 0;
    other.hot_now += hot && !hot_then ? 1 : 0;
  }
  return other;
}

void write_sensitivity(JsonWriter& json, const std::optional<HexSensitivity>& other) {
  json.key("sensitivity");
  if (!other) {
    json.null();
    return;
  }
  json.begin_object().member("patrol_included", other->includes_patrol).member("used", other->used);
  json.member("hexagons_changed", other->changed).member("hot_then_alone", other->hot_then).member("hot_now_alone", other->hot_now);
  json.end_object();
}

void say_sensitivity(std::vector<Text>& findings, const HexStudy& hexes, const std::optional<HexSensitivity>& other) {
  if (!other) { return; }
  say(findings, beginning(other->includes_patrol, hexes.input.rows_used(), other->used),
      {fmt::format("{} of {} hexagons change class; {} become hot, {} are hot no longer.", other->changed, hexes.hexes.size(),
                   other->hot_then, other->hot_now),
       fmt::format("{} de {} hexágonos mudam de classe; {} passam a quentes, {} deixam de o ser.", other->changed, hexes.hexes.size(),
                   other->hot_then, other->hot_now)});
}

std::optional<PeakSensitivity> peak_sensitivity(const HotspotInput& input, const HotspotInput& other, bool includes_patrol, Frame& frame,
                                                const std::vector<WeightedPoint>& points, const DensityQuestion& question,
                                                const Cells& cells, const DensityFound& found, const Progress& progress,
                                                const Workers& workers) {
  if (input.patrol == 0 || other.rows_used() < input.least_used) { return std::nullopt; }
  PeakSensitivity told;
  told.includes_patrol = includes_patrol;
  told.used = other.rows_used();
  const Cells then_cells(points, question.reach_m(), cells.cell_m);
  if (!(then_cells.count() <= kde_most_cells)) {
    told.is_too_large = true;
    return told;
  }
  const DensityFound then = look_for_density(points, question, then_cells.grid(), progress, workers);
  told.highest_per_km2 = then.most;
  if (then.peaks.empty()) { return told; }
  told.width_m = question.width_m();
  told.highest_at = told_place(frame.place(then.peaks.front().at), told.width_m);
  if (!found.peaks.empty()) {
    told.moved_m = std::hypot(then.peaks.front().at.x - found.peaks.front().at.x, then.peaks.front().at.y - found.peaks.front().at.y);
  }
  return told;
}

void write_sensitivity(JsonWriter& json, const std::optional<PeakSensitivity>& other) {
  json.key("sensitivity");
  if (!other) {
    json.null();
    return;
  }
  json.begin_object().member("patrol_included", other->includes_patrol).member("used", other->used);
  if (other->is_too_large) {
    json.member("reason", "too_large").end_object();
    return;
  }
  json.member("highest_per_km2", other->highest_per_km2);
  if (other->highest_at) { json.member("lon", other->highest_at->lon).member("lat", other->highest_at->lat); }
  if (other->moved_m) { json.member("highest_moved_m", *other->moved_m); }
  json.end_object();
}

void say_sensitivity(std::vector<Text>& findings, const HotspotInput& input, const std::optional<PeakSensitivity>& other) {
  if (!other) { return; }
  const Text begin = beginning(other->includes_patrol, input.rows_used(), other->used);
  if (other->is_too_large) {
    return say(findings, begin, {"too many cells to look at; give a larger cell_m.", "células a mais para ver; indique um cell_m maior."});
  }
  if (!other->highest_at) { return say(findings, begin, {"no density is left.", "não resta densidade."}); }
  const double per_km2 = other->highest_per_km2;
  const Text density = decimal_text(per_km2, per_km2 >= 100 ? 0 : per_km2 >= 1 ? 1 : 3);
  if (!other->moved_m || *other->moved_m > 0) {
    const std::string where = place_text(*other->highest_at, other->width_m);
    const Text far = other->moved_m ? length_text(std::round(*other->moved_m)) : Text{};
    const Text away = other->moved_m ? Text{", " + far.en + " away", ", a " + far.pt} : Text{};
    return say(findings, begin,
               {fmt::format("the highest density is {} per km² at {}{}.", density.en, where, away.en),
                fmt::format("a densidade mais alta é {} por km² em {}{}.", density.pt, where, away.pt)});
  }
  say(findings, begin,
      {fmt::format("the highest density is {} per km², at the same place.", density.en),
       fmt::format("a densidade mais alta é {} por km², no mesmo lugar.", density.pt)});
}

}  // namespace geo
