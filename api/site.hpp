// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/count_cache.hpp"
#include "api/service.hpp"
#include "geo/table/view.hpp"

#include <memory>
#include <string>
#include <vector>

namespace api {

/// What handlers work on: the store as the service's role sees it. Rows are reached through view() and nothing else.
/// Thread-safe.
class Site {
 public:
  Site(store::Store& store, ServiceOptions options) : m_store(store), m_options(std::move(options)) {}

  [[nodiscard]] const ServiceOptions& options() const { return m_options; }
  /// Whether the role sees what anybody may see, and no more.
  [[nodiscard]] bool is_public() const { return geo::is_public(m_options.role); }

  /// Throws Error{not_found}, with the same words whether the collection is hidden or unknown.
  [[nodiscard]] std::shared_ptr<const geo::View> view(const std::string& collection) const;
  /// Every collection the role may see, in the catalog's order.
  [[nodiscard]] std::vector<std::shared_ptr<const geo::View>> views() const;
  [[nodiscard]] std::uint64_t count(const geo::View& view, const geo::Filter& filter) const { return m_counts.count(view, filter); }
  /// What codes mean; the same for every role.
  [[nodiscard]] std::vector<geo::CodeList> code_lists() const { return m_store.catalog().code_lists; }

 private:
  [[nodiscard]] std::shared_ptr<const geo::View> view_if_any(const std::string& collection) const;

  store::Store& m_store;
  ServiceOptions m_options;
  mutable CountCache m_counts;
};

}  // namespace api
