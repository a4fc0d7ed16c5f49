// SPDX-License-Identifier: Apache-2.0
#include "tiles/cell_tally.hpp"

#include "geo/base/error.hpp"
#include "geo/table/utc_offset.hpp"
#include "tiles/tile_rows.hpp"
#include "tiles/time_bins.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

namespace tiles {
namespace {

using geo::FieldType;

constexpr double million = 1e6;

Tag tag(LayerWriter& layer, const std::string& key, const TileValue& value) { return {layer.key(key), layer.value(value)}; }

[[noreturn]] void refuse_bins() {
  throw geo::Error(
      geo::Problem::usage,
      fmt::format("'time-bins': this tile would have more than {} of them. Take longer ones, or a shorter 'datetime'.", most_bins),
      fmt::format("'time-bins': este mosaico teria mais de {}. Use intervalos maiores ou um 'datetime' mais curto.", most_bins));
}

[[noreturn]] void refuse_values(const std::string& field) {
  throw geo::Error(
      geo::Problem::usage,
      fmt::format("'properties': '{}' has more than {} different values here; cells cannot sum it up.", field, most_values),
      fmt::format("'properties': '{}' tem aqui mais de {} valores diferentes; as células não a podem resumir.", field, most_values));
}

/// Categories, how severe, and when.
std::vector<const geo::Field*> usual_fields(const geo::Collection& schema) {
  std::vector<const geo::Field*> fields;
  for (const geo::Field& field : schema.fields) {
    const bool is_category = field.name == "category" && field.type == FieldType::code;
    const bool is_severity = field.name == "severity" && field.type == FieldType::integer;
    const bool is_time = field.name == schema.time_from || field.name == schema.time_to;
    if (field.hot && (is_category || is_severity || is_time)) { fields.push_back(&field); }
  }
  return fields;
}

}  // namespace

Tally::Tally(const geo::Collection& schema, const TileOptions& options) : m_options(options) {
  if (options.properties) {
    for (const geo::Field* field : chosen_fields(schema, options)) { sum_up(*field); }
  } else if (options.points_as != PointsAs::counts) {
    for (const geo::Field* field : usual_fields(schema)) { sum_up(*field); }
  }
  const geo::Field* time = schema.time_from.empty() ? nullptr : schema.field(schema.time_from);
  if (options.time_bins && time != nullptr && time->hot) { m_time_column = static_cast<int>(column(time->name)); }
  if (geo::utc_offset_column(schema) >= 0) { m_offset_column = static_cast<int>(column("utc_offset_min")); }
  const geo::Field* uncertainty = schema.field("uncertainty_m");
  if (options.weighted && uncertainty != nullptr && uncertainty->hot && uncertainty->type == FieldType::real) {
    m_uncertainty_column = static_cast<int>(column(uncertainty->name));
  }
}

std::size_t Tally::column(const std::string& name) {
  const auto found = std::find(m_columns.begin(), m_columns.end(), name);
  const auto at = static_cast<std::size_t>(found - m_columns.begin());
  if (found == m_columns.end()) { m_columns.push_back(name); }
  return at;
}

void Tally::sum_up(const geo::Field& field) {
  Part part;
  part.name = field.name;
  part.type = field.type;
  part.column = column(field.name);
  switch (field.type) {
    case FieldType::integer:
    case FieldType::real: part.kind = Kind::numbers; break;
    case FieldType::date:
    case FieldType::time: part.kind = Kind::days; break;
    case FieldType::boolean:
    case FieldType::text:
    case FieldType::code:
    case FieldType::json: part.kind = Kind::values; break;
  }
  m_parts.push_back(std::move(part));
}

void Tally::make_room(std::uint32_t cell) {
  if (cell < m_counts.size()) { return; }
  const std::size_t size = std::max<std::size_t>(cell + 1, 2 * m_counts.size());
  m_counts.resize(size);
  if (m_options.time_bins) { m_bins.resize(size); }
  if (m_options.weighted) { m_weights.resize(size); }
  for (Part& part : m_parts) {
    switch (part.kind) {
      case Kind::values: part.counts.resize(size); break;
      case Kind::numbers: part.numbers.resize(size); break;
      case Kind::days: part.days.resize(size); break;
    }
  }
}

void Tally::find_runs(std::span<const std::uint32_t> cells) {
  m_runs.clear();
  for (std::uint32_t i = 0; i < cells.size(); ++i) {
    if (m_runs.empty() || m_runs.back().cell != cells[i]) { m_runs.push_back({cells[i], i, i}); }
    m_runs.back().end = i + 1;
  }
}

void Tally::add(const geo::BatchView& batch, std::span<const std::uint32_t> rows, std::span<const std::uint32_t> cells,
                std::span<const double> cell_m) {
  if (rows.empty()) { return; }
  m_batch = &batch;
  m_rows = rows;
  make_room(*std::max_element(cells.begin(), cells.end()));
  find_runs(cells);
  for (const Run& run : m_runs) { m_counts[run.cell] += run.end - run.begin; }
  for (Part& part : m_parts) {
    if (batch.columns[part.column].is_all_null()) { continue; }
    switch (part.kind) {
      case Kind::values: add_values(part); break;
      case Kind::numbers: add_numbers(part); break;
      case Kind::days: add_days(part); break;
    }
  }
  if (m_time_column >= 0) { add_bins(); }
  if (m_options.weighted) { add_weights(cell_m); }
}

void Tally::Histogram::add(std::int32_t value) {
  const auto at = static_cast<std::size_t>(value);
  if (at >= rows.size()) { rows.resize(std::max(at + 1, 2 * rows.size())); }
  if (rows[at]++ == 0) { seen.push_back(value); }
}

void Tally::empty_into(Counts& counts) {
  for (const std::int32_t value : m_histogram.seen) {
    std::uint32_t& rows = m_histogram.rows[static_cast<std::size_t>(value)];
    counts.add(value, rows);
    rows = 0;
  }
  m_histogram.seen.clear();
}

bool Tally::Counts::add(std::int32_t what, std::uint32_t rows) {
  constexpr std::size_t few = 24;
  if (at) {
    const auto [found, is_new] = at->emplace(what, each.size());
    if (is_new) {
      each.emplace_back(what, rows);
    } else {
      each[found->second].second += rows;
    }
    return is_new;
  }
  for (std::size_t i = 0; i < each.size(); ++i) {
    if (each[i].first != what) { continue; }
    each[i].second += rows;
    if (i > 0) { std::swap(each[i], each[i - 1]); }  // neighbours are often alike
    return false;
  }
  each.emplace_back(what, rows);
  if (each.size() > few) {
    at = std::make_unique<std::unordered_map<std::int32_t, std::size_t>>();
    for (std::size_t i = 0; i < each.size(); ++i) { at->emplace(each[i].first, i); }
  }
  return true;
}

std::int32_t Tally::value_of(Part& part, std::size_t row) {
  const geo::ColumnView& column = m_batch->columns[part.column];
  const bool is_flag = part.type == FieldType::boolean;
  const std::string text = is_flag ? (column.integer(row) != 0 ? "true" : "false") : std::string(column.text(row));
  const auto [at, is_first] = part.text_at.emplace(text, static_cast<std::int32_t>(part.values.size()));
  if (is_first) {
    if (part.values.size() == most_values) { refuse_values(part.name); }
    part.values.push_back(is_flag ? TileValue(column.integer(row) != 0) : TileValue(text));
  }
  return at->second;
}

void Tally::add_values(Part& part) {
  const geo::ColumnView& column = m_batch->columns[part.column];
  // By the cell's bits: another batch has other dictionaries.
  std::vector<std::int32_t> seen(std::min<std::size_t>(std::max<std::size_t>(column.strings.size, 2), 1U << 16U), -1);
  for (const Run& run : m_runs) {
    for (std::uint32_t i = run.begin; i < run.end; ++i) {
      const std::uint32_t row = m_rows[i];
      if (column.is_null(row)) { continue; }
      const std::uint64_t raw = column.raw(row);
      if (raw >= seen.size()) {
        m_histogram.add(value_of(part, row));
        continue;
      }
      if (seen[raw] < 0) { seen[raw] = value_of(part, row); }
      m_histogram.add(seen[raw]);
    }
    empty_into(part.counts[run.cell]);
  }
}

void Tally::Numbers::add(double value) {
  constexpr double most = 1e11;
  max = known == 0 ? value : std::max(max, value);
  ++known;
  if (!(std::fabs(value) < most)) {
    too_large = true;
    return;
  }
  const double integer = std::trunc(value);
  whole += static_cast<std::int64_t>(integer);
  millionths += std::llround((value - integer) * million);
}

void Tally::Numbers::add(std::int64_t value) {
  constexpr std::int64_t most = 100'000'000'000;
  max = known == 0 ? static_cast<double>(value) : std::max(max, static_cast<double>(value));
  ++known;
  if (value <= -most || value >= most) {
    too_large = true;
  } else {
    whole += value;
  }
}

void Tally::add_numbers(Part& part) {
  const geo::ColumnView& column = m_batch->columns[part.column];
  const auto add_runs = [&](const auto value_of_row) {
    for (const Run& run : m_runs) {
      Numbers n = part.numbers[run.cell];  // a copy stays in registers
      for (std::uint32_t i = run.begin; i < run.end; ++i) {
        if (!column.is_null(m_rows[i])) { n.add(value_of_row(m_rows[i])); }
      }
      part.numbers[run.cell] = n;
    }
  };
  if (part.type == FieldType::real) {
    add_runs([&](std::uint32_t row) { return column.real(row); });
  } else {
    add_runs([&](std::uint32_t row) { return column.integer(row); });
  }
}

void Tally::add_days(Part& part) {
  const geo::ColumnView& column = m_batch->columns[part.column];
  const bool is_date = column.type == FieldType::date;
  for (const Run& run : m_runs) {
    // The earliest instant by the clock of its place is of the earliest day: one division a run, not one a row.
    std::int64_t first = INT64_MAX;
    std::int64_t last = INT64_MIN;
    for (std::uint32_t i = run.begin; i < run.end; ++i) {
      if (column.is_null(m_rows[i])) { continue; }
      std::int64_t at = column.integer(m_rows[i]);
      if (!is_date) { at = local_time(at, geo::utc_offset_of(*m_batch, m_offset_column, m_rows[i])); }
      first = std::min(first, at);
      last = std::max(last, at);
    }
    if (first > last) { continue; }
    Days& days = part.days[run.cell];
    days.first = std::min(days.first, is_date ? static_cast<geo::DayNumber>(first) : local_day(first, 0));
    days.last = std::max(days.last, is_date ? static_cast<geo::DayNumber>(last) : local_day(last, 0));
  }
}

void Tally::add_bins() {
  const geo::ColumnView& time = m_batch->columns[static_cast<std::size_t>(m_time_column)];
  for (const Run& run : m_runs) {
    for (std::uint32_t i = run.begin; i < run.end; ++i) {
      if (time.is_null(m_rows[i])) { continue; }
      const std::int32_t bin = bin_of(local_day(*m_batch, time, m_offset_column, m_rows[i]), *m_options.time_bins);
      if (m_bins[run.cell].add(bin, 1) && m_all_bins.insert(bin).second && m_all_bins.size() > most_bins) { refuse_bins(); }
    }
  }
}

double Tally::weight_of(std::uint32_t row, double cell_m) const {
  if (m_uncertainty_column < 0) { return 1; }
  const geo::ColumnView& uncertainty = m_batch->columns[static_cast<std::size_t>(m_uncertainty_column)];
  if (uncertainty.is_null(row)) { return 1; }
  const double radius_m = uncertainty.real(row);
  const double circle_m2 = std::numbers::pi * radius_m * radius_m;
  return circle_m2 > cell_m * cell_m ? cell_m * cell_m / circle_m2 : 1;
}

void Tally::add_weights(std::span<const double> cell_m) {
  for (const Run& run : m_runs) {
    for (std::uint32_t i = run.begin; i < run.end; ++i) { m_weights[run.cell] += std::llround(weight_of(m_rows[i], cell_m[i]) * million); }
  }
}

void Tally::write_values(const Part& part, std::uint32_t cell, LayerWriter& layer, std::vector<Tag>& tags) {
  auto counts = part.counts[cell].each;
  std::sort(counts.begin(), counts.end(), [&](const auto& a, const auto& b) {
    if (a.second != b.second) { return a.second > b.second; }
    return part.values[static_cast<std::size_t>(a.first)] < part.values[static_cast<std::size_t>(b.first)];
  });
  std::int64_t rest = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (i >= top_values) {
      rest += counts[i].second;
      continue;
    }
    const std::string name = fmt::format("{}_{}", part.name, i + 1);
    tags.push_back(tag(layer, name, part.values[static_cast<std::size_t>(counts[i].first)]));
    tags.push_back(tag(layer, name + "_count", std::int64_t{counts[i].second}));
  }
  if (rest > 0) { tags.push_back(tag(layer, part.name + "_rest_count", rest)); }
}

void Tally::write_numbers(const Part& part, const Numbers& n, LayerWriter& layer, std::vector<Tag>& tags) {
  if (n.known == 0) { return; }
  const bool is_whole = part.type == FieldType::integer;
  if (!n.too_large) {
    const double sum = static_cast<double>(n.whole) + static_cast<double>(n.millionths) / million;
    tags.push_back(tag(layer, part.name + "_sum", is_whole ? TileValue(n.whole) : TileValue(sum)));
  }
  tags.push_back(tag(layer, part.name + "_max", is_whole && !n.too_large ? TileValue(static_cast<std::int64_t>(n.max)) : TileValue(n.max)));
  tags.push_back(tag(layer, part.name + "_known", static_cast<std::int64_t>(n.known)));
}

void Tally::write_extras(std::uint32_t cell, LayerWriter& layer, std::vector<Tag>& tags) const {
  if (m_options.weighted) {
    constexpr double hundredths = 100;
    const double weighted = std::round(static_cast<double>(m_weights[cell]) / million * hundredths) / hundredths;
    tags.push_back(tag(layer, "weighted_count", weighted));
  }
  if (!m_options.time_bins) { return; }
  auto bins = m_bins[cell].each;
  std::sort(bins.begin(), bins.end());
  for (const auto& [bin, rows] : bins) { tags.push_back(tag(layer, bin_name(bin, *m_options.time_bins), std::int64_t{rows})); }
}

void Tally::write(std::uint32_t cell, LayerWriter& layer, std::vector<Tag>& tags) const {
  for (const Part& part : m_parts) {
    if (part.kind == Kind::values) {
      write_values(part, cell, layer, tags);
    } else if (part.kind == Kind::numbers) {
      write_numbers(part, part.numbers[cell], layer, tags);
    } else if (part.days[cell].first <= part.days[cell].last) {
      tags.push_back(tag(layer, part.name + "_first", geo::format_date(part.days[cell].first)));
      tags.push_back(tag(layer, part.name + "_last", geo::format_date(part.days[cell].last)));
    }
  }
  write_extras(cell, layer, tags);
}

}  // namespace tiles
