// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/coverage_parts.hpp"
#include "geo/analysis/words.hpp"
#include "geo/coverage/membership.hpp"

#include <algorithm>
#include <map>

namespace geo {
namespace {

/// The fields of coverage_fields(), in their order.
struct RowValues {
  std::string kind;
  Value name, area_km2, people, incidents, distance_m, catchment_a, catchment_b, share_of_a, share_of_b, in_catchment;

  [[nodiscard]] std::vector<Value> values() const {
    return {kind, name, area_km2, people, incidents, distance_m, catchment_a, catchment_b, share_of_a, share_of_b, in_catchment};
  }
};

/// Where nobody counted there is no number: not even 0.
Value if_counted(bool counted, std::int64_t number) { return counted ? Value(number) : Value(); }

class Rows {
 public:
  Rows(const CoverageFindings& found, const PartCounts& people, const PartCounts& reports)
      : m_found(found), m_people(people), m_reports(reports) {}

  void add_gaps(bool slivers) {
    for (std::size_t i = 0; i < m_found.gaps.parts.size(); ++i) {
      const GapPart& part = m_found.gaps.parts[i];
      if (part.is_sliver != slivers) { continue; }
      RowValues row = counted(m_people.gaps[i], m_reports.gaps[i]);
      row.kind = slivers ? "sliver" : "gap";
      row.area_km2 = part.area_km2;
      m_rows.push_back({part.area, row.values()});
    }
  }
  void add_overlaps(bool slivers) {
    for (std::size_t i = 0; i < m_found.gaps.overlaps.size(); ++i) {
      const Overlap& o = m_found.gaps.overlaps[i];
      if (o.is_sliver != slivers) { continue; }
      RowValues row = counted(m_people.overlaps[i], m_reports.overlaps[i]);
      row.kind = slivers ? "sliver" : "overlap";
      row.area_km2 = o.area_km2;
      row.catchment_a = m_found.catchments.labels.at(o.a);
      row.catchment_b = m_found.catchments.labels.at(o.b);
      row.name = m_found.catchments.labels.at(o.a) + " / " + m_found.catchments.labels.at(o.b);
      row.share_of_a = o.share_of_a;
      row.share_of_b = o.share_of_b;
      m_rows.push_back({o.area, row.values()});
    }
  }
  void add_settlements() {
    for (std::size_t i = 0; i < m_found.settlements.size(); ++i) {
      const Service& service = m_found.people.rows[i];
      if (service.reason != NotCounted::none || (service.catchment && service.within)) { continue; }
      const Settlement& settlement = m_found.settlements[i];
      RowValues row;
      row.kind = "settlement";
      if (!settlement.name.empty()) { row.name = settlement.name; }
      if (settlement.people) { row.people = *settlement.people; }
      if (service.site) { row.distance_m = service.site->distance_m; }
      row.in_catchment = service.catchment.has_value();
      m_rows.push_back({Geometry::point(*settlement.at), row.values()});
    }
  }

  std::vector<Row> take() { return std::move(m_rows); }

 private:
  [[nodiscard]] RowValues counted(std::int64_t people, std::int64_t reports) const {
    RowValues row;
    row.people = if_counted(m_found.has_settlements, people);
    row.incidents = if_counted(m_found.incidents.has_value(), reports);
    return row;
  }

  std::vector<Row> m_rows;
  const CoverageFindings& m_found;
  const PartCounts& m_people;
  const PartCounts& m_reports;
};

/// Tells for a place which overlaps it lies in: pairs of the catchments that hold it, but for those that only touch.
class OverlapsAt {
 public:
  explicit OverlapsAt(const CoverageFindings& found) : m_catchments(found.catchments.set.used), m_members(m_catchments) {
    const std::vector<Overlap>& overlaps = found.gaps.overlaps;
    for (std::size_t i = 0; i < overlaps.size(); ++i) { m_position[{overlaps[i].a, overlaps[i].b}] = i; }
  }

  /// Positions in the overlaps found. Valid until the next call.
  const std::vector<std::size_t>& of(LonLat place) {
    m_found.clear();
    const auto in = m_members.of(place);  // by id, as the pairs are
    m_in_a_catchment = !in.empty();
    for (std::size_t a = 0; a < in.size(); ++a) {
      for (std::size_t b = a + 1; b < in.size(); ++b) {
        const auto at = m_position.find({m_catchments[in[a]].id, m_catchments[in[b]].id});
        if (at != m_position.end()) { m_found.push_back(at->second); }
      }
    }
    return m_found;
  }
  /// The place asked for last.
  [[nodiscard]] bool in_a_catchment() const { return m_in_a_catchment; }

 private:
  const std::vector<Catchment>& m_catchments;
  Membership m_members;
  std::map<std::pair<std::int64_t, std::int64_t>, std::size_t> m_position;
  std::vector<std::size_t> m_found;
  bool m_in_a_catchment = false;
};

}  // namespace

PartCounts count_parts(const CoverageFindings& found, const std::vector<std::pair<LonLat, std::int64_t>>& at) {
  std::vector<Catchment> parts;
  for (const GapPart& part : found.gaps.parts) { parts.push_back({static_cast<std::int64_t>(parts.size()), part.area}); }
  Membership gaps(parts);
  OverlapsAt overlaps(found);
  PartCounts counts{std::vector<std::int64_t>(parts.size(), 0), std::vector<std::int64_t>(found.gaps.overlaps.size(), 0), 0};
  for (const auto& [place, weight] : at) {
    for (const std::size_t overlap : overlaps.of(place)) { counts.overlaps[overlap] += weight; }
    if (overlaps.in_a_catchment()) { continue; }
    const auto part = gaps.of(place);
    (part.empty() ? counts.in_no_part : counts.gaps[part.front()]) += weight;
  }
  return counts;
}

std::vector<Row> coverage_rows(const CoverageFindings& found, const PartCounts& people, const PartCounts& reports) {
  Rows made(found, people, reports);
  made.add_gaps(false);
  made.add_gaps(true);
  made.add_overlaps(false);
  made.add_overlaps(true);
  made.add_settlements();
  return made.take();
}

std::vector<Field> coverage_fields() {
  using enum FieldType;
  return {result_field("kind", text,
                       {"Kind: gap, sliver, overlap or settlement",
                        "Tipo: lacuna (gap), lasca (sliver), sobreposição (overlap) ou povoado (settlement)"}),
          result_field("name", text, {"Name", "Nome"}),
          result_field("area_km2", real, {"Area", "Área"}, "km2"),
          result_field("people", integer, {"People in known settlements", "Pessoas em povoados conhecidos"}),
          result_field("incidents", integer, {"Number of incidents", "Número de incidentes"}),
          result_field("distance_m", real, {"Distance to the nearest open site", "Distância ao local aberto mais próximo"}, "m"),
          result_field("catchment_a", text, {"First catchment", "Primeira área de abrangência"}),
          result_field("catchment_b", text, {"Second catchment", "Segunda área de abrangência"}),
          result_field("share_of_a", real, {"Share of the first, 0 to 1", "Parte da primeira, 0 a 1"}),
          result_field("share_of_b", real, {"Share of the second, 0 to 1", "Parte da segunda, 0 a 1"}),
          result_field("in_catchment", boolean, {"Lies in a catchment", "Está numa área de abrangência"})};
}

}  // namespace geo
