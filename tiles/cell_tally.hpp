// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/view.hpp"
#include "tiles/mvt.hpp"
#include "tiles/tile_options.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace tiles {

/// Most values of a field that a cell names; the others are counted together.
inline constexpr std::size_t top_values = 3;

/// Each bin may be a property of each cell.
inline constexpr std::size_t most_bins = 1200;
/// Different values of one field: to find the most frequent, each is remembered.
inline constexpr std::size_t most_values = 50'000;

/// What the cells of one tile say of their rows. For a field f of TileOptions::properties:
/// - codes, texts, booleans: `f_1`, `f_1_count` to `f_3`, `f_3_count`, the most frequent values (ties by value), `f_rest_count` for the
///   others; rows without a value are in none of them.
/// - numbers: `f_sum`, `f_max` and `f_known`, the number of rows that have one. Sums are of millionths, so that they do not depend on an
///   order; there is none where a number is 10^11 or more.
/// - days and times: `f_first` and `f_last`, days by the clock of the place.
/// With time_bins one more for each bin that has rows, named after it (bin_name()), and with `weighted` weighted_count.
/// The usual fields, for all but PointsAs::counts: `category`, `severity` and those that `datetime` reads, as far as there are any.
///
/// Not thread-safe. Adding a row takes 1 to 5 ns a field where rows that follow each other share a cell, up to 15 where they do not.
class Tally {
 public:
  /// Throws Error{usage} for a property that the schema does not have or that is not hot.
  Tally(const geo::Collection& schema, const TileOptions& options);

  /// The columns that batches must have, in this order.
  [[nodiscard]] const std::vector<std::string>& columns() const { return m_columns; }
  /// Rows of a batch, each into its cell. `cell_m`: how wide that is on the ground; looked at with TileOptions::weighted only.
  /// Throws Error{usage} when there are more than most_bins or, of one field, most_values in the tile.
  void add(const geo::BatchView& batch, std::span<const std::uint32_t> rows, std::span<const std::uint32_t> cells,
           std::span<const double> cell_m);
  /// What of `cell` goes into a tile.
  void write(std::uint32_t cell, LayerWriter& layer, std::vector<Tag>& tags) const;
  /// Only bins and weight.
  void write_extras(std::uint32_t cell, LayerWriter& layer, std::vector<Tag>& tags) const;
  [[nodiscard]] std::uint64_t count(std::uint32_t cell) const { return cell < m_counts.size() ? m_counts[cell] : 0; }

 private:
  enum class Kind : std::uint8_t { values, numbers, days };
  /// Values or bins of a cell, each with how often. Few are gone through, the one met last in front; many are looked up.
  struct Counts {
    std::vector<std::pair<std::int32_t, std::uint32_t>> each;
    std::unique_ptr<std::unordered_map<std::int32_t, std::size_t>> at;  ///< of many: positions in `each`

    /// Whether it is the first of its kind.
    bool add(std::int32_t what, std::uint32_t rows);
  };
  struct Numbers {
    std::int64_t whole = 0, millionths = 0;
    std::uint64_t known = 0;
    double max = 0;
    bool too_large = false;

    void add(double value);
    void add(std::int64_t value);
  };
  struct Days {
    geo::DayNumber first = INT32_MAX, last = INT32_MIN;
  };
  /// Rows at hand that follow each other in one cell: positions in m_rows. Views hold rows by place, so that runs are long.
  struct Run {
    std::uint32_t cell = 0, begin = 0, end = 0;
  };
  /// How often each value stands in a run.
  struct Histogram {
    std::vector<std::uint32_t> rows;  ///< by value; zero between runs
    std::vector<std::int32_t> seen;

    void add(std::int32_t value);
  };
  struct Part {
    std::string name;
    geo::FieldType type = geo::FieldType::text;
    Kind kind = Kind::values;
    std::size_t column = 0;
    std::vector<Counts> counts;  // by cell, as are the next two; one of the three is used
    std::vector<Numbers> numbers;
    std::vector<Days> days;
    std::vector<TileValue> values;  // that counts speak of
    std::unordered_map<std::string, std::int32_t> text_at;
  };

  void sum_up(const geo::Field& field);
  std::size_t column(const std::string& name);
  void make_room(std::uint32_t cell);
  void find_runs(std::span<const std::uint32_t> cells);
  void add_values(Part& part);
  void add_numbers(Part& part);
  void add_days(Part& part);
  void add_bins();
  void add_weights(std::span<const double> cell_m);
  /// Of a row in a cell so wide.
  [[nodiscard]] double weight_of(std::uint32_t row, double cell_m) const;
  /// Into the histogram, out of it into a cell.
  void empty_into(Counts& counts);
  [[nodiscard]] std::int32_t value_of(Part& part, std::size_t row);
  static void write_values(const Part& part, std::uint32_t cell, LayerWriter& layer, std::vector<Tag>& tags);
  static void write_numbers(const Part& part, const Numbers& n, LayerWriter& layer, std::vector<Tag>& tags);

  const TileOptions& m_options;
  std::vector<std::string> m_columns;
  std::vector<Part> m_parts;
  int m_offset_column = -1, m_time_column = -1, m_uncertainty_column = -1;
  const geo::BatchView* m_batch = nullptr;  // the one at hand, its rows and their cells
  std::span<const std::uint32_t> m_rows;
  std::vector<Run> m_runs;
  Histogram m_histogram;
  std::vector<std::uint64_t> m_counts;
  std::vector<Counts> m_bins;
  std::unordered_set<std::int32_t> m_all_bins;
  std::vector<std::int64_t> m_weights;  // millionths
};

}  // namespace tiles
