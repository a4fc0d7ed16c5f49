// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/coverage_parts.hpp"
#include "geo/analysis/words.hpp"

#include <algorithm>
#include <numeric>

namespace geo {
namespace {

void write_optional(JsonWriter& json, std::string_view name, const std::optional<double>& value) {
  json.key(name);
  if (value) {
    json.value(*value);
  } else {
    json.null();
  }
}

void write_reasons(JsonWriter& json, const Reasons& reasons) {
  json.key("excluded").begin_object();
  for (const auto& [reason, rows] : reasons) { json.member(reason, rows); }
  json.end_object();
}

void write_notes(JsonWriter& json, std::string_view name, const std::vector<CatchmentNote>& notes, const CoverageFindings& found) {
  json.key(name).begin_array();
  for (const CatchmentNote& note : notes) {
    json.begin_object().member("name", found.catchments.labels.at(note.id)).key("reason").begin_object();
    json.member("en", note.reason.en)
        .member("pt", note.reason.pt)
        .end_object()
        .member("area_change_share", note.area_change_share)
        .end_object();
  }
  json.end_array();
}

void write_catchments(JsonWriter& json, const CoverageFindings& found) {
  json.key("catchments").begin_object().member("matched", found.catchments.matched).member("used", found.catchments.set.used.size());
  write_reasons(json, found.catchments.excluded);
  write_notes(json, "repaired", found.catchments.set.repaired, found);
  write_notes(json, "without_area", found.catchments.set.excluded, found);
  json.end_object();
}

void write_sites(JsonWriter& json, const SiteInput& sites) {
  json.key("sites").begin_object().member("matched", sites.matched).member("used", sites.open.size());
  write_reasons(json, sites.excluded);
  json.end_object();
}

void write_tally(JsonWriter& json, std::string_view name, const Tally& tally, bool people) {
  json.key(name);
  if (!people) {
    json.value(tally.rows);
    return;
  }
  json.begin_object().member("rows", tally.rows).member("people", tally.weight).end_object();
}

/// Each counted once: see DemandCoverage.
void write_service(JsonWriter& json, const DemandCoverage& coverage, bool people) {
  write_tally(json, "served", coverage.served, people);
  write_tally(json, "catchment_only", coverage.catchment_only, people);
  write_tally(json, "site_only", coverage.site_only, people);
  write_tally(json, "neither", coverage.neither, people);
  write_tally(json, "in_several_catchments", coverage.in_several, people);
}

void write_settlements(JsonWriter& json, const CoverageFindings& found) {
  json.key("settlements");
  if (!found.has_settlements) {
    json.null();
    return;
  }
  json.begin_object().member("matched", found.settlements.size()).member("used", found.people.used.rows);
  json.member("people", found.people.used.weight);
  Reasons reasons;
  for (std::size_t i = 1; i < not_counted_reasons; ++i) {
    if (found.people.excluded[i] > 0) { reasons[code(static_cast<NotCounted>(i))] = found.people.excluded[i]; }
  }
  write_reasons(json, reasons);
  std::size_t unknown = 0;
  for (std::size_t i = 0; i < found.settlements.size(); ++i) {
    unknown += found.people.rows[i].reason == NotCounted::none && !found.settlements[i].people ? 1 : 0;
  }
  json.member("without_population", unknown);
  write_service(json, found.people, true);
  json.end_object();
}

void write_incidents(JsonWriter& json, const CoverageFindings& found, const HotspotOptions& options) {
  json.key("incidents");
  if (!found.incidents) {
    json.null();
    return;
  }
  json.begin_object();
  write_input(json, *found.incidents, options);
  write_service(json, found.reports, false);
  json.end_object();
}

void write_study(JsonWriter& json, const StudyArea& study, const CoverageGaps& gaps) {
  json.key("study_area").begin_object().key("origin");
  if (study.area.is_none()) {
    json.null();
  } else {
    json.value(study.origin);
  }
  json.member("areas", study.areas).key("level");
  if (study.level) {
    json.value(*study.level);
  } else {
    json.null();
  }
  json.member("left_out", study.left_out);
  write_optional(json, "km2", gaps.study_km2);
  json.end_object();
}

void write_ground(JsonWriter& json, const CoverageGaps& gaps) {
  write_optional(json, "covered_km2", gaps.covered_km2);
  write_optional(json, "gap_km2", gaps.gap_km2);
  write_optional(json, "sliver_km2", gaps.sliver_km2);
  const auto slivers = std::count_if(gaps.parts.begin(), gaps.parts.end(), [](const GapPart& part) { return part.is_sliver; });
  json.member("gaps", gaps.parts.size() - static_cast<std::size_t>(slivers)).member("slivers", slivers);
  const auto thin = std::count_if(gaps.overlaps.begin(), gaps.overlaps.end(), [](const Overlap& o) { return o.is_sliver; });
  json.member("overlaps", gaps.overlaps.size() - static_cast<std::size_t>(thin)).member("overlap_slivers", thin);
  json.member("shared_km2", gaps.shared_km2);
  const auto add = [](double sum, const CatchmentArea& c) { return sum + c.outside_km2; };
  write_optional(json, "catchments_outside_km2",
                 gaps.study_km2 ? std::optional(std::accumulate(gaps.catchments.begin(), gaps.catchments.end(), 0.0, add)) : std::nullopt);
}

}  // namespace

std::string coverage_summary(const CoverageFindings& found, const StudyArea& study, const CoverageParameters& parameters,
                             const Analysis& analysis) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_study(json, study, found.gaps);
  write_ground(json, found.gaps);
  write_catchments(json, found);
  write_sites(json, found.sites);
  write_settlements(json, found);
  write_incidents(json, found, parameters.incidents);
  write_sentences(json, analysis.findings, analysis.caveats);
  json.end_object();
  return out;
}

}  // namespace geo
