// SPDX-License-Identifier: Apache-2.0
#include "tiles/filtered_view.hpp"

#include "geo/cql2/make.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace tiles {
namespace {

class FilteredView final : public geo::View {
 public:
  FilteredView(std::shared_ptr<const geo::View> view, geo::Filter filter) : m_view(std::move(view)), m_filter(std::move(filter)) {
    assert(!m_filter.bbox);
  }

  [[nodiscard]] const geo::Collection& schema() const override { return m_view->schema(); }
  [[nodiscard]] std::uint64_t version() const override { return m_view->version(); }
  [[nodiscard]] geo::BBox extent() const override { return m_view->extent(); }
  [[nodiscard]] std::optional<geo::TimeInterval> time_extent() const override { return m_view->time_extent(); }
  [[nodiscard]] geo::Page find(const geo::Query& query) const override {
    geo::Query narrowed = query;
    narrowed.filter = narrow(query.filter);
    return m_view->find(narrowed);
  }
  [[nodiscard]] std::uint64_t count(const geo::Filter& filter) const override { return m_view->count(narrow(filter)); }
  void scan(const geo::Filter& filter, std::span<const std::string> columns, const geo::BatchVisitor& visit) const override {
    m_view->scan(narrow(filter), columns, visit);
  }
  [[nodiscard]] geo::Aggregate aggregate(const geo::Filter& filter, geo::Grid grid) const override {
    return m_view->aggregate(narrow(filter), grid);
  }

 private:
  /// Both conditions. Two intervals are not the one that they share: a row may meet each and lie in neither's common part. So the second
  /// of them is not supported.
  [[nodiscard]] geo::Filter narrow(geo::Filter filter) const {
    assert(!filter.datetime || !m_filter.datetime);
    if (!filter.datetime) { filter.datetime = m_filter.datetime; }
    if (!filter.where) {
      filter.where = m_filter.where;
    } else if (m_filter.where) {
      filter.where = std::make_shared<const geo::Expression>(geo::cql2::make_call("and", {*filter.where, *m_filter.where}));
    }
    return filter;
  }

  std::shared_ptr<const geo::View> m_view;
  geo::Filter m_filter;
};

}  // namespace

std::shared_ptr<const geo::View> filtered(std::shared_ptr<const geo::View> view, geo::Filter filter) {
  if (filter.is_everything()) { return view; }
  return std::make_shared<const FilteredView>(std::move(view), std::move(filter));
}

}  // namespace tiles
