// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/precision.hpp"

#include "geo/base/lonlat.hpp"
#include "geo/base/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace importers {
namespace {

constexpr double best_tapped_m = 100;  // GPS fixes are better than this; what is worse was put on a map by hand (G11)
constexpr double metres_per_degree = 111'320;

struct Precision {
  std::string_view code;
  double uncertainty_m;  ///< where nobody says more
  int level;             ///< of areas that it is good for
};

/// Finest first. Figures of the data model's crosswalk of precisions (ACLED, UCDP, Kobo).
constexpr std::array<Precision, 8> precisions = {{{"gps", 50, 3},
                                                  {"placed", 100, 3},
                                                  {"settlement", 1'000, 3},
                                                  {"admin3", 10'000, 3},
                                                  {"admin2", 40'000, 2},
                                                  {"admin1", 150'000, 1},
                                                  {"country", 800'000, 0},
                                                  {"none", 0, 0}}};

const Precision* precision_named(std::string_view code) {
  const auto* found = std::find_if(precisions.begin(), precisions.end(), [&](const Precision& p) { return p.code == code; });
  return found == precisions.end() ? nullptr : found;
}

const Precision* given(const Draft& draft, const KnownFields& known) {
  const auto* code = std::get_if<std::string>(&draft.staged.row.values[static_cast<std::size_t>(known.location_precision)]);
  return code == nullptr ? nullptr : precision_named(*code);
}

std::string_view precision_of(const StandIn& stand_in) {
  constexpr std::array<std::string_view, 4> codes = {"country", "admin1", "admin2", "admin3"};
  return stand_in.is_seat ? "settlement" : codes[static_cast<std::size_t>(stand_in.level)];
}

/// Half of the last digit that either coordinate was written with: "-12.97 40.5" is good to 0.005 degrees.
double rounding_m(geo::LonLat p) {
  std::int64_t step = 1;
  const std::int64_t lon = geo::to_lattice(p.lon);
  const std::int64_t lat = geo::to_lattice(p.lat);
  while (step < 10'000'000 && lon % (step * 10) == 0 && lat % (step * 10) == 0) { step *= 10; }
  return 0.5 * static_cast<double>(step) / geo::lattice_per_degree * metres_per_degree;
}

void without_position(Draft& draft, const KnownFields& known, const PositionFacts& facts, RowNotes& notes) {
  constexpr std::array<std::string_view, 4> codes = {"none", "admin1", "admin2", "admin3"};
  // What a file says about a position that it does not give is not a precision of ours.
  draft.at(known.location_precision) = std::string(codes[static_cast<std::size_t>(std::max(facts.stated_level, 0))]);
  if (known.uncertainty_m >= 0) { draft.at(known.uncertainty_m) = std::monostate(); }
  notes.warn("G10", {}, {});
}

/// A stand-in for an area is as good as the area, unless the file knows it to be worse.
void take_stand_in(Draft& draft, const KnownFields& known, const StandIn& stand_in, RowNotes& notes) {
  const Precision* ours = precision_named(precision_of(stand_in));
  const Precision* theirs = given(draft, known);
  if (theirs != nullptr && theirs > ours) { return; }  // coarser: further down the table
  const auto* accuracy = known.uncertainty_m < 0 ? nullptr : std::get_if<double>(&draft.at(known.uncertainty_m));
  const std::string old = accuracy == nullptr ? std::string() : fmt::format("{}", *accuracy);
  draft.at(known.location_precision) = std::string(ours->code);
  if (known.uncertainty_m >= 0) { draft.at(known.uncertainty_m) = std::max(accuracy == nullptr ? 0 : *accuracy, stand_in.reach_m); }
  if (theirs == ours) { return; }  // the file says so itself
  if (stand_in.is_seat) {
    notes.warn("G8", {}, old,
               {fmt::format("the point is exactly that of the settlement {}; taken for an approximate place", stand_in.name),
                fmt::format("o ponto é exactamente o do povoado {}; tomado como lugar aproximado", stand_in.name)});
    return;
  }
  notes.warn("G8", {}, old,
             {fmt::format("the point stands for {} ({}), nobody was there", stand_in.name, ours->code),
              fmt::format("o ponto representa {} ({}), ninguém lá esteve", stand_in.name, ours->code)});
}

/// Forms write 0 where a point was tapped on a map: nothing is known of its accuracy.
void take_accuracy(Draft& draft, const KnownFields& known, const PositionFacts& facts, RowNotes& notes) {
  const auto* accuracy = known.uncertainty_m < 0 ? nullptr : std::get_if<double>(&draft.at(known.uncertainty_m));
  const bool is_good = accuracy != nullptr && *accuracy > 0;
  const bool is_fix = facts.accuracy_is_gps && is_good && *accuracy <= best_tapped_m;
  const bool is_said = !draft.is_null(known.location_precision);  // then a poor accuracy is no surprise
  if (!is_said) { draft.at(known.location_precision) = std::string(is_fix ? "gps" : "placed"); }
  if (!is_said && facts.accuracy_is_gps && is_good && !is_fix) { notes.warn("G11", facts.accuracy_column, fmt::format("{}", *accuracy)); }
  if (accuracy != nullptr && !is_good) { draft.at(known.uncertainty_m) = std::monostate(); }
}

}  // namespace

void settle_precision(Draft& draft, const KnownFields& known, const PositionFacts& facts, RowNotes& notes) {
  if (known.location_precision < 0) { return; }
  if (draft.staged.row.geometry.is_none()) { return without_position(draft, known, facts, notes); }
  const bool has_accuracy = known.uncertainty_m >= 0 && !draft.is_null(known.uncertainty_m);
  const bool is_seat_with_fix = facts.stand_in != nullptr && facts.stand_in->is_seat && facts.accuracy_is_gps && has_accuracy;
  if (facts.by_name) {
    draft.at(known.location_precision) = std::string("settlement");
    if (known.uncertainty_m >= 0) { draft.at(known.uncertainty_m) = std::monostate(); }
  } else if (facts.stand_in != nullptr && !is_seat_with_fix) {
    take_stand_in(draft, known, *facts.stand_in, notes);
  } else {
    take_accuracy(draft, known, facts, notes);
  }
  if (known.uncertainty_m < 0) { return; }
  if (draft.is_null(known.uncertainty_m)) {
    const Precision* kind = given(draft, known);
    const double by_kind = kind == nullptr || kind->uncertainty_m == 0 ? best_tapped_m : kind->uncertainty_m;
    const double by_digits = facts.is_written && !facts.by_name ? rounding_m(draft.staged.row.geometry.lonlat()) : 0;
    draft.at(known.uncertainty_m) = std::max(by_kind, by_digits);
  }
  const double uncertainty = std::get<double>(draft.at(known.uncertainty_m));
  if (facts.spread_m > uncertainty) { draft.at(known.uncertainty_m) = facts.spread_m; }
}

bool is_own_point(const Draft& draft, const KnownFields& known) {
  if (draft.staged.row.geometry.is_none()) { return false; }
  const Precision* precision = known.location_precision < 0 ? nullptr : given(draft, known);
  return precision == nullptr || precision->code == "gps" || precision->code == "placed";
}

int deepest_level(const Draft& draft, const KnownFields& known) {
  const Precision* precision = known.location_precision < 0 ? nullptr : given(draft, known);
  if (precision == nullptr || draft.staged.row.geometry.is_none()) { return 3; }
  return precision->code == "none" ? 3 : precision->level;
}

}  // namespace importers
