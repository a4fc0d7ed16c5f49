// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "geo/base/metric.hpp"
#include "geo/base/time.hpp"
#include "geo/hotspots/contiguity.hpp"
#include "geo/hotspots/plane_rectangle.hpp"
#include "geo/hotspots/spatial_weights.hpp"
#include "geo/plain/method.hpp"
#include "geo/plain/shape.hpp"

#include <functional>
#include <initializer_list>
#include <limits>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace geo {

/// Numbers that an option takes.
struct Limits {
  double least = -std::numeric_limits<double>::max();
  double most = std::numeric_limits<double>::max();
  bool above_least = false;  ///< `least` itself is none of them
};
inline constexpr Limits above_zero{0, std::numeric_limits<double>::max(), true};

/// One question about a file, while it is answered: what was asked, and the rows it is about. Every option that is looked at stands among
/// the result's parameters afterwards, with its value.
class Question {
 public:
  Question(const PlainMethod& method, const PlainInput& input, const Workers& workers, const Progress& progress);

  // Options. All throw Error{usage} with the option's name, what it takes and what was given.
  [[nodiscard]] bool has(std::string_view option) const { return m_input.given.contains(option); }
  [[nodiscard]] bool is(std::string_view option, std::string_view word) const;  ///< whether it is given as this
  /// No fallback: it must be given.
  double number(std::string_view option, Limits limits, std::optional<double> fallback = {});
  std::uint64_t whole(std::string_view option, std::uint64_t least, std::uint64_t most, std::optional<std::uint64_t> fallback = {});
  /// Rising numbers, joined by commas.
  std::vector<double> numbers(std::string_view option, Limits limits);
  std::string word(std::string_view option, std::initializer_list<std::string_view> allowed, std::string_view fallback = {});
  /// Whether it is said.
  bool flag(std::string_view option);
  /// West, south, east, north, joined by commas; west below east, south below north. It must be given.
  PlaneRectangle box(std::string_view option);
  /// A date as 2024-03-01, or a number of days as times that are numbers have; it must be given.
  double day(std::string_view option);
  /// Columns x rows: 640x480. It must be given.
  std::pair<double, double> counts_of_cells(std::string_view option);
  /// Any text; it must be given.
  std::string text(std::string_view option);
  /// Another thing worth telling among the parameters.
  void note(std::string_view name, PlainCell value) { m_parameters.emplace_back(name, std::move(value)); }
  void warn(Text text) { m_warnings.push_back(std::move(text)); }

  // Rows.
  enum class Where : std::uint8_t { nowhere, known };
  /// Uses the rows that have a number in each of these columns, which must be named, and a place where one must be known: the others are
  /// excluded by the first reason that holds. Rows then stand by x, y, time, id, so that the order of the file does not matter.
  void use(std::initializer_list<std::string_view> columns, Where where);
  [[nodiscard]] std::size_t size() const { return m_rows.size(); }
  [[nodiscard]] const std::vector<std::uint32_t>& rows() const { return m_rows; }  ///< of the file, from 0
  [[nodiscard]] const std::string& id(std::size_t i) const { return m_input.table.ids[m_rows[i]]; }
  [[nodiscard]] std::vector<double> values(std::string_view name) const;
  /// Throws Error{input} with file, row and value for a number below 0.
  [[nodiscard]] std::vector<double> counts(std::string_view name) const;
  [[nodiscard]] std::vector<TimeMs> times() const;  ///< of the column time
  /// What clocks showed, where the column time has dates; empty where it has numbers.
  [[nodiscard]] std::vector<WallClock> clocks() const;
  [[nodiscard]] const std::string& column_name(std::string_view name) const;
  /// In the plane; \pre use(…, Where::known)
  [[nodiscard]] const std::vector<Metric>& places() const { return m_places; }
  [[nodiscard]] const std::vector<AreaRings>& areas() const { return m_areas; }
  [[nodiscard]] const PlainTable& table() const { return m_input.table; }
  /// Of the plane, where coordinates are longitude and latitude.
  [[nodiscard]] const std::optional<LonLat>& centre() const { return m_centre; }
  /// Coordinates of the file into the plane: as they are, where they are those of a plane. Throws Error{input} for no longitude and
  /// latitude. \pre use(…, Where::known)
  [[nodiscard]] std::function<Metric(Metric)> to_plane() const;
  /// The file that an option names. \pre it is one of those that are read
  [[nodiscard]] const PlainTable* other(std::string_view option) const;
  [[nodiscard]] const std::string& weights_json() const { return m_input.weights_json; }

  [[nodiscard]] const Workers& workers() const { return m_workers; }
  [[nodiscard]] const Progress& progress() const { return m_progress; }
  [[nodiscard]] const PlainMethod& method() const { return m_method; }

  /// id, and x and y where they are known, of each row used.
  [[nodiscard]] ResultTable named_rows() const;
  /// The same of some of them.
  [[nodiscard]] ResultTable named_rows(std::span<const std::uint32_t> which) const;
  /// Parameters, counts and warnings into it. Throws Error{usage} for an option that nothing looked at.
  void finish(PlainResult& result) const;

 private:
  const std::string* given(std::string_view option);
  [[noreturn]] void refuse_missing(std::string_view option) const;
  [[noreturn]] void refuse_option(std::string_view option, const Text& takes) const;
  [[nodiscard]] const PlainColumn& column(std::string_view name) const;
  std::vector<const PlainColumn*> columns_asked(std::initializer_list<std::string_view> names, Where where);
  void exclude(std::initializer_list<std::string_view> names, Where where);
  [[nodiscard]] std::string reason_against(std::uint32_t row, std::span<const PlainColumn* const> columns, Where where);
  void sort_rows();
  void place(Where where);
  void project();
  [[noreturn]] void refuse_far_place(LonLat centre, double error) const;

  const PlainMethod& m_method;
  const PlainInput& m_input;
  const Workers& m_workers;
  const Progress& m_progress;
  std::set<std::string, std::less<>> m_looked_at;
  NamedCells m_parameters;
  std::vector<Text> m_warnings;
  std::map<std::string, std::size_t> m_excluded;
  std::vector<std::uint32_t> m_rows;
  std::vector<PlainShape> m_shapes;  ///< of each row of the file, where it has shapes; moved into the plane once rows are chosen
  std::optional<LonLat> m_centre;
  bool m_has_columns = false;      ///< places are those of the columns x and y
  bool m_has_coordinates = false;  ///< each row has an x and a y to be told: columns or points
  std::vector<Metric> m_places;
  std::vector<AreaRings> m_areas;
};

}  // namespace geo
