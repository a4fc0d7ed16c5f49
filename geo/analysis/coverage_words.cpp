// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/coverage_parts.hpp"
#include "geo/analysis/words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace geo {
namespace {

Text ground_finding(const CoverageGaps& gaps) {
  const double missing_km2 = *gaps.gap_km2 + *gaps.sliver_km2;
  const Text percent = decimal_text(*gaps.study_km2 > 0 ? 100 * missing_km2 / *gaps.study_km2 : 0, 1);
  const auto parts = std::count_if(gaps.parts.begin(), gaps.parts.end(), [](const GapPart& part) { return !part.is_sliver; });
  return {fmt::format("Of {:.0f} km², {:.0f} km² lie in a catchment; {:.0f} km² ({} %) in none, in {} gaps.", *gaps.study_km2,
                      *gaps.covered_km2, missing_km2, percent.en, parts),
          fmt::format("De {:.0f} km², {:.0f} km² ficam numa área de abrangência; {:.0f} km² ({} %) em nenhuma, em {} lacunas.",
                      *gaps.study_km2, *gaps.covered_km2, missing_km2, percent.pt, parts)};
}

Text overlap_finding(const CoverageFindings& found) {
  const auto pairs = std::count_if(found.gaps.overlaps.begin(), found.gaps.overlaps.end(), [](const Overlap& o) { return !o.is_sliver; });
  return {fmt::format("{} of {} catchments used; {} pairs overlap, {:.0f} km² are in two or more.", found.catchments.set.used.size(),
                      found.catchments.matched, pairs, found.gaps.shared_km2),
          fmt::format("{} de {} áreas de abrangência usadas; {} pares sobrepõem-se, {:.0f} km² estão em duas ou mais.",
                      found.catchments.set.used.size(), found.catchments.matched, pairs, found.gaps.shared_km2)};
}

Text site_finding(const SiteInput& sites) {
  return {fmt::format("{} of {} sites are open.", sites.open.size(), sites.matched),
          fmt::format("{} de {} locais estão abertos.", sites.open.size(), sites.matched)};
}

Text people_finding(const DemandCoverage& people, const std::string& en, const std::string& pt) {
  const Tally uncovered = people.uncovered();
  const Tally beyond = people.beyond();
  return {fmt::format(
              "Of {} settlements ({:.0f} people), {} ({:.0f} people) lie in no catchment, {} ({:.0f} people) farther than {} from every "
              "open site, {} ({:.0f} people) both.",
              people.used.rows, people.used.weight, uncovered.rows, uncovered.weight, beyond.rows, beyond.weight, en, people.neither.rows,
              people.neither.weight),
          fmt::format(
              "De {} povoados ({:.0f} pessoas), {} ({:.0f} pessoas) não estão em nenhuma área de abrangência, {} ({:.0f} pessoas) estão a "
              "mais de {} de todos os locais abertos, {} ({:.0f} pessoas) ambas as coisas.",
              people.used.rows, people.used.weight, uncovered.rows, uncovered.weight, beyond.rows, beyond.weight, pt, people.neither.rows,
              people.neither.weight)};
}

Text report_finding(const DemandCoverage& reports, const std::string& en, const std::string& pt) {
  return {fmt::format("Of {} incidents, {} lie in no catchment, {} farther than {} from every open site, {} both.", reports.used.rows,
                      reports.uncovered().rows, reports.beyond().rows, en, reports.neither.rows),
          fmt::format("De {} incidentes, {} não estão em nenhuma área de abrangência, {} estão a mais de {} de todos os locais abertos, {} "
                      "ambas as coisas.",
                      reports.used.rows, reports.uncovered().rows, reports.beyond().rows, pt, reports.neither.rows)};
}

}  // namespace

std::vector<Text> coverage_findings(const CoverageFindings& found, const StudyArea& study, const CoverageParameters& parameters) {
  std::vector<Text> findings;
  if (!study.area.is_none()) { findings.push_back(ground_finding(found.gaps)); }
  findings.push_back(overlap_finding(found));
  findings.push_back(site_finding(found.sites));
  const Text service = length_text(parameters.service_m);
  if (found.has_settlements) { findings.push_back(people_finding(found.people, service.en, service.pt)); }
  if (found.incidents) {
    findings.push_back(report_finding(found.reports, service.en, service.pt));
    for (Text& text : input_findings(*found.incidents, parameters.incidents)) { findings.push_back(std::move(text)); }
  }
  return findings;
}

std::vector<Text> coverage_caveats(const CoverageFindings& found, const StudyArea& study, const CoverageParameters& parameters) {
  std::vector<Text> caveats;
  if (study.area.is_none()) {
    caveats.push_back({"No study area: gaps cannot be told. Import administrative areas or set the area of operation.",
                       "Sem área de estudo: não se podem determinar lacunas. Importe áreas administrativas ou defina a área de operação."});
  }
  if (found.catchments.excluded.contains("dissolved")) {
    caveats.push_back({"Catchments of dissolved councils are not used.", "As áreas de conselhos dissolvidos não são usadas."});
  }
  if (found.sites.open.empty()) {
    caveats.push_back({"No site is open: nobody is near one.", "Nenhum local está aberto: ninguém está perto de um."});
  }
  if (!found.has_settlements || found.settlements.empty()) {
    caveats.push_back({"No settlements: people are not counted.", "Sem povoados: as pessoas não são contadas."});
  } else {
    caveats.push_back({"People are counted at settlements whose population is known, and nowhere else.",
                       "As pessoas contam-se nos povoados com população conhecida, e em mais lado nenhum."});
  }
  caveats.push_back({"Distances are as the crow flies: the way may be longer, or cut off.",
                     "As distâncias são em linha recta: o caminho pode ser mais longo, ou estar cortado."});
  if (found.incidents) {
    for (Text& caveat : hotspot_caveats(*found.incidents, parameters.incidents)) { caveats.push_back(std::move(caveat)); }
  }
  return caveats;
}

}  // namespace geo
