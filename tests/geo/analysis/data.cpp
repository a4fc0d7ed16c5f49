// SPDX-License-Identifier: Apache-2.0
#include "tests/geo/analysis/data.hpp"

#include "geo/geometry/wkb.hpp"
#include "store/memory/memory_store.hpp"
#include "store/memory/owned_batch.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <random>
#include <stdexcept>

namespace analysis_test {
namespace {

constexpr geo::TimeMs some_time = 1'700'000'000'000;

class ShuffledView final : public geo::View {
 public:
  ShuffledView(std::shared_ptr<const geo::View> view, std::uint64_t seed) : m_view(std::move(view)), m_seed(seed) {}

  [[nodiscard]] const geo::Collection& schema() const override { return m_view->schema(); }
  [[nodiscard]] std::uint64_t version() const override { return m_view->version(); }
  [[nodiscard]] geo::BBox extent() const override { return m_view->extent(); }
  [[nodiscard]] std::optional<geo::TimeInterval> time_extent() const override { return m_view->time_extent(); }
  [[nodiscard]] geo::Page find(const geo::Query& query) const override { return m_view->find(query); }
  [[nodiscard]] std::uint64_t count(const geo::Filter& filter) const override { return m_view->count(filter); }
  [[nodiscard]] geo::Aggregate aggregate(const geo::Filter& filter, geo::Grid grid) const override {
    return m_view->aggregate(filter, grid);
  }
  void scan(const geo::Filter& filter, std::span<const std::string> columns, const geo::BatchVisitor& visit) const override {
    std::vector<geo::Feature> rows;
    m_view->scan(filter, columns, [&](const geo::BatchView& batch, std::span<const std::uint32_t> found) {
      for (const std::uint32_t row : found) { rows.push_back(geo::feature_at(batch, row)); }
      return true;
    });
    std::mt19937_64 random(m_seed);
    std::shuffle(rows.begin(), rows.end(), random);
    geo::Collection schema = m_view->schema();
    schema.fields.clear();
    for (const std::string& column : columns) { schema.fields.push_back(*m_view->schema().field(column)); }
    std::vector<std::size_t> places(columns.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    for (std::size_t begin = 0; begin < rows.size();) {
      const std::size_t end = std::min(rows.size(), begin + 1 + random() % 7);
      std::vector<const geo::Feature*> some;
      for (; begin < end; ++begin) { some.push_back(&rows[begin]); }
      const store::memory::OwnedBatch batch(schema, some, places);
      std::vector<std::uint32_t> all(some.size());
      std::iota(all.begin(), all.end(), 0U);
      if (!visit(batch.view(), all)) { return; }
    }
  }

 private:
  std::shared_ptr<const geo::View> m_view;
  std::uint64_t m_seed;
};

std::string as_text(const geo::Value& value) {
  struct Writer {
    std::string operator()(std::monostate) const { return "null"; }
    std::string operator()(bool yes) const { return yes ? "yes" : "no"; }
    std::string operator()(std::int64_t whole) const { return std::to_string(whole); }
    std::string operator()(double number) const {
      char digits[64];
      std::snprintf(digits, sizeof digits, "%a", number);  // every bit
      return digits;
    }
    std::string operator()(const std::string& words) const { return words; }
  };
  return std::visit(Writer{}, value);
}

}  // namespace

geo::Row row(const std::string& collection, const geo::Geometry& geometry, const Cells& cells) {
  const geo::Collection& schema = *geo::builtin_catalog().collection(collection);
  geo::Row made{geometry, std::vector<geo::Value>(schema.fields.size())};
  for (const auto& [name, cell] : cells) {
    const int at = schema.index_of(name);
    if (at < 0 || !geo::fits(cell, schema.fields[static_cast<std::size_t>(at)].type)) {
      throw std::logic_error(collection + " has no such " + name);
    }
    made.values[static_cast<std::size_t>(at)] = cell;
  }
  return made;
}

void add(store::Store& store, const std::string& collection, const std::vector<geo::Row>& rows) {
  geo::BatchInfo info;
  info.collection = collection;
  info.kind = "edit";
  std::vector<geo::Edit> edits;
  for (const geo::Row& r : rows) { edits.push_back({0, false, r}); }
  if (!edits.empty()) { store.edit(info, edits); }
}

std::unique_ptr<store::Store> memory_store() {
  return std::make_unique<store::MemoryStore>("test", [] { return some_time; });
}

std::shared_ptr<const geo::View> view_of(const std::string& collection, const std::vector<geo::Row>& rows) {
  const auto store = memory_store();
  add(*store, collection, rows);
  return store->view(collection, geo::role_named("protection"));
}

std::shared_ptr<const geo::View> shuffled(std::shared_ptr<const geo::View> view, std::uint64_t seed) {
  return std::make_shared<ShuffledView>(std::move(view), seed);
}

std::string everything(const geo::Analysis& analysis) {
  const geo::Collection& c = analysis.collection;
  std::string all = c.title.en + c.title.pt + c.description.en + c.description.pt + "\n";
  all += c.result->method + c.result->parameters + c.result->summary + "\n";
  for (const geo::Row& r : analysis.rows) {
    all += r.geometry.wkb() + as_text(r.geometry.box().west) + as_text(r.geometry.box().south);
    for (const geo::Value& v : r.values) { all += " " + as_text(v); }
    all += "\n";
  }
  return all;
}

const geo::Value& value(const geo::Analysis& analysis, const geo::Row& row, const std::string& field) {
  const int at = analysis.collection.index_of(field);
  if (at < 0) { throw std::logic_error("no field " + field); }
  return row.values.at(static_cast<std::size_t>(at));
}
double real(const geo::Analysis& analysis, const geo::Row& row, const std::string& field) {
  return std::get<double>(value(analysis, row, field));
}
std::int64_t integer(const geo::Analysis& analysis, const geo::Row& row, const std::string& field) {
  return std::get<std::int64_t>(value(analysis, row, field));
}
std::string text(const geo::Analysis& analysis, const geo::Row& row, const std::string& field) {
  return std::get<std::string>(value(analysis, row, field));
}

double number(const std::string& json, const std::vector<std::string>& names) {
  constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
  std::size_t at = 0;
  for (const std::string& name : names) {
    const std::string key = "\"" + name + "\":";
    at = json.find(key, at);
    if (at == std::string::npos) { return nothing; }
    at += key.size();
  }
  const bool is_number = json[at] == '-' || std::isdigit(static_cast<unsigned char>(json[at])) != 0;
  return is_number ? std::strtod(json.c_str() + at, nullptr) : nothing;
}

geo::LonLat centre_of(const geo::Analysis& analysis) {
  const std::string& json = analysis.collection.result->parameters;
  const std::string key = "\"centre\":[";
  const char* at = json.c_str() + json.find(key) + key.size();
  char* comma = nullptr;
  const double lon = std::strtod(at, &comma);
  return {lon, std::strtod(comma + 1, nullptr)};
}

std::vector<geo::LonLat> ring_of(const geo::Row& row) { return geo::polygons_of(row.geometry).at(0).at(0); }

}  // namespace analysis_test
