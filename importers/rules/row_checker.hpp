// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/crs/transform.hpp"
#include "geo/table/batch.hpp"
#include "importers/mapping/mapping.hpp"
#include "importers/reference/reference.hpp"
#include "importers/rules/admin_rules.hpp"
#include "importers/rules/draft.hpp"
#include "importers/rules/field_reader.hpp"
#include "importers/rules/location.hpp"
#include "importers/rules/not_data.hpp"
#include "importers/rules/placing.hpp"
#include "importers/rules/population_rules.hpp"
#include "importers/rules/precision.hpp"
#include "importers/rules/profile.hpp"
#include "importers/rules/programme_rules.hpp"
#include "importers/rules/row_rules.hpp"
#include "importers/rules/shapes.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace importers {

struct CheckSettings {
  std::string crs = "OGC:CRS84";  ///< of the file's coordinates
  std::string time_zone = "Africa/Maputo";
  NamePairs set;  ///< constants for rows that have no value of their own
  std::optional<geo::Geometry> area_of_operation;
  std::optional<GridStep> grid;  ///< on which the rows lie, of a population
  std::shared_ptr<const Reference> reference = std::make_shared<const Reference>();
  geo::TimeMs now = 0;
  bool by_feature = false;  ///< rows are numbered, not their lines: a GeoJSON file may be one line
};

/// Turns the records of one file into rows of one collection: the heart of an import. Not thread-safe.
/// Throws Error{usage} for a CRS or a time zone there is not, Error{input} for a constant that its field cannot hold.
class RowChecker {
 public:
  /// `collection` and `catalog` must outlive it.
  RowChecker(const geo::Collection& collection, const geo::Catalog& catalog, Profile profile, CheckSettings settings);

  /// Takes in how columns are used; again whenever the mapping has grown. `mapping` must outlive the checker.
  void plan(const Mapping& mapping);
  /// Judges one record. Afterwards `notes` says what became of it, and staged() is the row, or rejected() the refusal.
  void check(const Record& record, RowNotes& notes);

  /// The row last checked; valid until the next one.
  [[nodiscard]] const geo::StagedRow& staged() const { return m_draft.staged; }
  [[nodiscard]] Draft& draft() { return m_draft; }
  /// Whether its point is one that somebody measured or put there: not the stand-in for an area, nor that of a settlement.
  [[nodiscard]] bool is_placed() const { return m_is_placed; }
  [[nodiscard]] geo::RejectedRow rejected(const Record& record, const RowNotes& notes) const;
  [[nodiscard]] std::int64_t line_of(const Record& record) const { return m_settings.by_feature ? record.index : record.line; }
  /// People in the rows that went in so far; nothing when rows are not about that.
  [[nodiscard]] std::optional<double> people() const { return m_population.total(); }
  [[nodiscard]] std::int64_t times_without_zone() const { return m_fields.times_without_zone(); }
  /// What there is to say of the file as a whole.
  void say(std::vector<geo::Text>& notes) const;

 private:
  struct ColumnPlan {
    ColumnUse use;
    std::string name;
    std::string key;  ///< of the extra object
    geo::Hash128 hash;
  };
  struct ConstantValue {
    int field;
    CellValue value;
    CodeMatch code;  ///< a copy: the finder's own may be forgotten while millions of rows go by
    std::string text;
  };

  void read_constants();
  void refuse_record(const Record& record, RowNotes& notes) const;
  [[nodiscard]] bool may_show(std::string_view column) const;
  std::string_view tidy(std::size_t column, std::string_view raw, RowNotes& notes);
  void take_cell(std::size_t column, std::string_view cell, RowNotes& notes);
  void take_field(std::size_t column, std::string_view cell, RowNotes& notes);
  void take_shared(std::size_t column, std::string_view cell, RowNotes& notes);
  void store(int field, CellValue&& value, std::string_view text);
  void keep(std::size_t column, std::string_view cell);
  void apply_constants();
  void locate(const Record& record, RowNotes& notes);
  [[nodiscard]] std::optional<GridPoint> middle_of_cell(const Record& record) const;
  Judged find_geometry(const Record& record, PositionFacts& facts, RowNotes& notes);
  void place_lost(const Judged& judged, PositionFacts& facts, RowNotes& notes);
  void finish(RowNotes& notes);

  const geo::Collection& m_collection;
  Profile m_profile;
  CheckSettings m_settings;
  FieldReader m_fields;
  RowRules m_rules;
  ProgrammeRules m_programme;
  geo::Transform m_transform;
  PopulationRules m_population;
  OperationArea m_area;
  Whereabouts m_where;
  AdminRules m_admin;
  Placing m_placing;
  NotData m_not_data;
  PointRules m_points;
  ShapeRules m_shapes;
  std::vector<ConstantValue> m_constants;
  std::vector<ColumnPlan> m_plan;
  std::vector<SharedColumn> m_shared;
  const Mapping* m_mapping = nullptr;
  int m_only_column = -1;
  CoordinateColumns m_coordinates;
  LocationCells m_location;          // with the columns' names; cells change with every record
  int m_started = -1;                // column that says when the form was filled in
  std::deque<std::string> m_mended;  // cells of the row at hand that were not as the file has them
  bool m_has_category = false;
  bool m_has_identifiers = false;
  bool m_accuracy_is_gps = false;
  bool m_is_placed = false;
  Draft m_draft;
};

/// What the geometry of a refused row is called among its cells: WKB in hexadecimal digits.
inline constexpr std::string_view geometry_column = "geometry (WKB)";

/// Whether rows of a collection must lie in the area of operation. Layers of reference (settlements, administrative areas,
/// population, roads) may cover more than it.
bool must_be_inside(const geo::Collection& collection);

}  // namespace importers
