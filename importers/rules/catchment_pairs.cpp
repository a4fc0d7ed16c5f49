// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/catchment_pairs.hpp"

#include "geo/base/error.hpp"
#include "geo/coverage/overlay.hpp"
#include "geo/geometry/wkb.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace importers {
namespace {

constexpr std::size_t most_bytes = std::size_t{500'000} * 16;
constexpr std::uint32_t rows_a_page = 1000;
constexpr double touch_m = 1;
constexpr std::size_t labels_shown = 4;

std::string text_at(const geo::Feature& feature, const geo::Collection& schema, const char* name) {
  const int at = schema.index_of(name);
  if (at < 0) { return {}; }
  const auto* text = std::get_if<std::string>(&feature.row.values[static_cast<std::size_t>(at)]);
  return text == nullptr ? std::string() : *text;
}

/// The ground within the outer borders of all areas: what of it is in none is a gap between them.
geo::Geometry without_holes(const std::vector<geo::Geometry>& areas) {
  std::vector<geo::Polygon> shells;
  for (const geo::Polygon& polygon : geo::polygons_of(geo::union_of(areas))) { shells.push_back({polygon.front()}); }
  std::vector<geo::Geometry> parts;
  for (geo::Polygon& shell : shells) { parts.push_back(geo::from_polygons({std::move(shell)})); }
  return geo::union_of(parts);  // a shell may lie in what was another's hole
}

std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

}  // namespace

void CatchmentPairs::add(std::int64_t line, const std::string& key, const std::string& label, const geo::Geometry& area) {
  if (area.kind() != geo::GeometryKind::polygon) { return; }
  m_bytes += area.wkb().size();
  if (m_bytes > most_bytes) {
    m_areas.clear();
    m_by_key.clear();
    return;
  }
  if (key.empty()) {
    m_areas.push_back({line, label, area});
    return;
  }
  const auto [it, is_new] = m_by_key.emplace(key, m_areas.size());
  if (is_new) {
    m_areas.push_back({line, label, area});
  } else {
    m_areas[it->second] = {line, label, area};
  }
}

std::vector<CatchmentPairs::Area> CatchmentPairs::all(const geo::View* existing, const std::string& source) const {
  std::vector<Area> areas = m_areas;
  geo::Query query;
  query.limit = rows_a_page;
  for (bool more = existing != nullptr; more;) {
    const geo::Page page = existing->find(query);
    more = page.more;
    for (std::size_t i = 0; i < page.batch.rows; ++i) {
      geo::Feature f = geo::feature_at(page.batch, i);
      query.after = f.fid;
      const geo::Collection& schema = existing->schema();
      const bool comes_again = text_at(f, schema, "source") == source && m_by_key.count(text_at(f, schema, "source_key")) > 0;
      if (comes_again || f.row.geometry.kind() != geo::GeometryKind::polygon) { continue; }
      std::string label = text_at(f, schema, "csc_code");
      if (label.empty()) { label = text_at(f, schema, "name"); }
      if (label.empty()) { label = fmt::format("#{}", f.fid); }
      areas.push_back({0, std::move(label), std::move(f.row.geometry)});
    }
  }
  return areas;
}

void CatchmentPairs::finish(const geo::View* existing, const std::string& source, Recorder& recorder, std::vector<geo::Text>& notes,
                            const geo::Progress& progress) const {
  if (m_areas.empty() && m_bytes <= most_bytes) { return; }
  const std::vector<Area> areas = m_bytes > most_bytes ? std::vector<Area>() : all(existing, source);
  std::size_t bytes = m_bytes;
  for (const Area& area : areas) { bytes += area.line == 0 ? area.shape.wkb().size() : 0; }
  if (bytes > most_bytes) {
    notes.push_back({"the catchments have too many vertices to be compared: overlaps and gaps were not looked for (P7)",
                     "as áreas têm vértices a mais para serem comparadas: sobreposições e lacunas não foram procuradas (P7)"});
    return;
  }
  try {
    compare(areas, recorder, notes, progress);
  } catch (const geo::Error& e) {  // the overlay gave up: the rows are good all the same
    notes.push_back({"overlaps and gaps between catchments could not be told (P7): " + e.text().en,
                     "não foi possível apurar sobreposições e lacunas entre áreas (P7): " + e.text().pt});
  }
}

void CatchmentPairs::compare(const std::vector<Area>& areas, Recorder& recorder, std::vector<geo::Text>& notes,
                             const geo::Progress& progress) {
  std::vector<geo::Catchment> catchments;
  std::vector<geo::Geometry> shapes;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    catchments.push_back({static_cast<std::int64_t>(i), areas[i].shape});
    shapes.push_back(areas[i].shape);
  }
  const geo::CoverageGaps result = geo::coverage_gaps(geo::prepare_catchments(catchments), without_holes(shapes), {}, progress);
  std::int64_t slivers = 0;
  for (const geo::Overlap& overlap : result.overlaps) { slivers += note_overlap(overlap, areas, recorder) ? 0 : 1; }
  const geo::AreaIndex index(shapes);
  for (const geo::GapPart& gap : result.parts) { slivers += note_gap(gap, areas, index, recorder) ? 0 : 1; }
  if (slivers == 0) { return; }
  notes.push_back(
      {fmt::format("{} overlaps and gaps between catchments are narrower than 50 m: two drawings of one border", slivers),
       fmt::format("{} sobreposições e lacunas entre áreas têm menos de 50 m de largura: dois desenhos do mesmo limite", slivers)});
}

/// Whoever looks for it in the file must know that it is not there.
geo::Text CatchmentPairs::named(const Area& area) {
  if (area.line != 0) { return {area.label, area.label}; }
  return {area.label + " (in the store already)", area.label + " (já guardada)"};
}

/// False: it is a sliver. One between two that were in the store before is an old story, and passed over.
bool CatchmentPairs::note_overlap(const geo::Overlap& overlap, const std::vector<Area>& areas, Recorder& recorder) {
  const Area& a = areas[static_cast<std::size_t>(overlap.a)];
  const Area& b = areas[static_cast<std::size_t>(overlap.b)];
  const bool b_is_later = b.line > a.line;
  const Area& own = b_is_later ? b : a;
  const Area& other = b_is_later ? a : b;
  if (own.line == 0) { return true; }
  if (overlap.is_sliver) { return false; }
  const std::string of_own = percent(b_is_later ? overlap.share_of_b : overlap.share_of_a);
  const std::string of_other = percent(b_is_later ? overlap.share_of_a : overlap.share_of_b);
  const geo::Text which = named(other);
  geo::Text text{
      fmt::format("overlaps {} by {:.2f} km²: {} of its own surface, {} of the other", which.en, overlap.area_km2, of_own, of_other),
      fmt::format("sobrepõe-se a {} em {:.2f} km²: {} da sua superfície, {} da outra", which.pt, overlap.area_km2, of_own, of_other)};
  recorder.found(own.line, {"P7", Action::warned, {}, fmt::format("{} x {}", own.label, other.label), {}, std::move(text)});
  return true;
}

/// The same for a gap: named are the catchments around it.
bool CatchmentPairs::note_gap(const geo::GapPart& gap, const std::vector<Area>& areas, const geo::AreaIndex& index, Recorder& recorder) {
  const geo::Ring ring = geo::polygons_of(gap.area).front().front();
  std::string labels;
  geo::Text all;
  std::int64_t line = 0;
  std::size_t around = 0;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    if (std::none_of(ring.begin(), ring.end(), [&](geo::LonLat p) { return index.is_within(i, p, touch_m); })) { continue; }
    line = std::max(line, areas[i].line);
    if (++around > labels_shown) { continue; }
    const char* comma = around == 1 ? "" : ", ";
    const geo::Text which = named(areas[i]);
    labels += comma + areas[i].label;
    all.en += comma + which.en;
    all.pt += comma + which.pt;
  }
  if (around > labels_shown) {
    for (std::string* list : {&labels, &all.en, &all.pt}) { *list += ", …"; }
  }
  if (line == 0) { return true; }
  if (gap.is_sliver) { return false; }
  geo::Text text{fmt::format("a gap of {:.2f} km² that is in no catchment lies between {}", gap.area_km2, all.en),
                 fmt::format("uma lacuna de {:.2f} km² que não está em nenhuma área fica entre {}", gap.area_km2, all.pt)};
  recorder.found(line, {"P7", Action::warned, {}, labels, {}, std::move(text)});
  return true;
}

}  // namespace importers
