// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/role.hpp"
#include "geo/table/row_rule.hpp"
#include "geo/table/view.hpp"
#include "store/snapshot/matcher.hpp"
#include "store/snapshot/snapshot.hpp"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace store {

/// Reads cold columns of given row versions from where the store keeps them. A version never changes, so this can be done
/// long after the snapshot was taken.
class ColdReader {
 public:
  ColdReader() = default;
  ColdReader(const ColdReader&) = delete;
  ColdReader& operator=(const ColdReader&) = delete;
  virtual ~ColdReader() = default;

  struct Version {
    geo::Fid fid;
    geo::Rev rev;
  };
  /// Calls `take(i, k, value)` for row i and column k; values that are null may be left out.
  virtual void read(const std::string& collection, std::span<const geo::Field> fields, std::span<const Version> rows,
                    const std::function<void(std::size_t, std::size_t, geo::Value)>& take) const = 0;
};

/// The exact kind of View: a snapshot, a bitmap of the rows a role may see, a mask of its columns.
class SnapshotView final : public geo::View {
 public:
  /// `code_lists`: which codes are never points.
  SnapshotView(std::shared_ptr<const Snapshot> snapshot, const geo::Role& role, const std::vector<geo::CodeList>& code_lists,
               std::shared_ptr<const ColdReader> cold);

  [[nodiscard]] const geo::Collection& schema() const override { return m_schema; }
  [[nodiscard]] std::uint64_t version() const override { return m_version; }
  [[nodiscard]] std::uint64_t stamp(const geo::BBox& box) const override;
  [[nodiscard]] geo::BBox extent() const override { return m_extent; }
  [[nodiscard]] std::optional<geo::TimeInterval> time_extent() const override { return m_time_extent; }
  [[nodiscard]] geo::Page find(const geo::Query& query) const override;
  [[nodiscard]] std::uint64_t count(const geo::Filter& filter) const override;
  void scan(const geo::Filter& filter, std::span<const std::string> columns, const geo::BatchVisitor& visit) const override;
  [[nodiscard]] geo::Aggregate aggregate(const geo::Filter& filter, geo::Grid grid) const override;

  [[nodiscard]] const std::shared_ptr<const Snapshot>& snapshot() const { return m_snapshot; }

 private:
  struct VisiblePart {
    std::shared_ptr<const Segment> segment;
    Bits visible;  // empty: all rows
    std::uint64_t rows = 0;
    std::vector<std::uint64_t> zone_stamps;  // of the visible rows of each zone that have a place
  };
  struct Found {
    geo::Fid fid;
    std::uint32_t part;
    std::uint32_t row;
  };

  void survey(const Part& part, const geo::RowRule& rule);
  [[nodiscard]] std::uint64_t row_stamp(const Segment& segment, std::size_t row) const;
  void add_to_extents(const VisiblePart& part);
  template <class Visit>
  void for_each_zone(const VisiblePart& part, const geo::Filter& filter, Visit visit) const;
  template <class Add>
  static void count_cells(const geo::GeometryColumn& places, std::size_t begin, std::size_t rows, const geo::cql2::Mask& asked, int zoom,
                          Add add);
  template <class Visit>
  void for_each_row(const VisiblePart& part, const geo::Filter& filter, Visit visit) const;
  [[nodiscard]] std::vector<geo::Field> fields_named(std::span<const std::string> names) const;
  [[nodiscard]] std::vector<geo::Field> hot_fields_named(std::span<const std::string> names) const;
  [[nodiscard]] std::vector<Found> first_by_fid(const geo::Query& query, std::size_t wanted) const;
  [[nodiscard]] std::vector<Found> first_matching(const geo::Query& query, std::size_t wanted) const;
  [[nodiscard]] std::vector<Found> first_sorted(const geo::Query& query, std::size_t wanted) const;
  [[nodiscard]] std::vector<Found> only(geo::Fid fid, const geo::Filter& filter) const;
  [[nodiscard]] geo::Page gather(const std::vector<Found>& found, const std::vector<geo::Field>& fields, bool more) const;

  std::shared_ptr<const Snapshot> m_snapshot;
  std::shared_ptr<const ColdReader> m_cold;
  geo::Collection m_schema;
  std::size_t m_tier;
  std::vector<VisiblePart> m_parts;
  std::uint64_t m_rows = 0;
  std::uint64_t m_version = 0;
  geo::BBox m_extent = geo::BBox::empty();
  std::optional<geo::TimeInterval> m_time_extent;
};

}  // namespace store
