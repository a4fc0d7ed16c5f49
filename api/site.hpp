// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/count_cache.hpp"
#include "api/crs_pool.hpp"
#include "api/exports.hpp"
#include "api/gate.hpp"
#include "api/idempotency.hpp"
#include "api/identity.hpp"
#include "api/service.hpp"
#include "api/tile_cache.hpp"
#include "geo/table/view.hpp"

#include <memory>
#include <semaphore>
#include <string>
#include <vector>

namespace api {

/// What all requests share. Thread-safe.
struct SiteParts {
  SiteParts(store::Store& the_store, ServiceOptions the_options, Gate::Witness witness)
      : store(the_store), options(std::move(the_options)), gate(options.accounts, options.role, options.behind_proxy, std::move(witness)) {}

  store::Store& store;
  ServiceOptions options;
  mutable Gate gate;
  mutable CountCache counts;
  mutable CrsPool crs;
  mutable Idempotency idempotency;
  mutable Downloads downloads{options.downloads};
  mutable TileCache tiles{options.cache_bytes / 4};
  Exports exports{options.exports};
  mutable std::counting_semaphore<> preparing{2};
  mutable std::counting_semaphore<> sketching{2};
  mutable std::counting_semaphore<> densities{1};
};

/// What the handlers of one request work on: the store as the one who asks may see it. Rows are reached through view() and
/// nothing else.
class Site {
 public:
  /// `parts` must outlive it.
  Site(const SiteParts& parts, Identity who) : m_parts(parts), m_who(std::move(who)) { parts.downloads.sweep(); }

  [[nodiscard]] const ServiceOptions& options() const { return m_parts.options; }
  [[nodiscard]] const Identity& who() const { return m_who; }
  [[nodiscard]] const geo::Role& role() const { return m_who.role; }
  /// Whether people can sign in here; else everybody is served alike.
  [[nodiscard]] bool has_accounts() const { return m_parts.options.accounts != nullptr; }
  /// Whether who asks might do more here as somebody: then the answer to what may not be done is 401, and not 403.
  [[nodiscard]] bool could_sign_in() const { return has_accounts() && !m_who.signed_in(); }
  [[nodiscard]] Gate& gate() const { return m_parts.gate; }
  /// For handlers that change something; `whose` is who().whose().
  [[nodiscard]] Idempotency& idempotency() const { return m_parts.idempotency; }
  [[nodiscard]] Downloads& downloads() const { return m_parts.downloads; }
  /// Tiles that were drawn before, for whoever sees the same.
  [[nodiscard]] TileCache& tiles() const { return m_parts.tiles; }
  /// Taken by whoever makes what others would wait for, with a worker each (see Response::later): so many at once, and other workers are
  /// there for what is ready.
  [[nodiscard]] std::counting_semaphore<>& preparing() const { return m_parts.preparing; }
  /// The same of densities of rows: of the exact ones, which take seconds, one at a time; sketches do not wait for them, tiles for neither.
  [[nodiscard]] std::counting_semaphore<>& sketching() const { return m_parts.sketching; }
  [[nodiscard]] std::counting_semaphore<>& densities() const { return m_parts.densities; }
  [[nodiscard]] const Exports& exports() const { return m_parts.exports; }
  /// Whether the role sees what anybody may see, and no more.
  [[nodiscard]] bool is_public() const { return geo::is_public(m_who.role); }

  /// Throws Error{not_found}, with the same words whether the collection is hidden or unknown.
  [[nodiscard]] std::shared_ptr<const geo::View> view(const std::string& collection) const;
  /// Every collection the role may see, in the catalog's order.
  [[nodiscard]] std::vector<std::shared_ptr<const geo::View>> views() const;
  /// Whether a look at rows of the view goes on record: unless anybody may see all of them, or they are reference data: a collection
  /// whose rows are public unless they say otherwise, in which none does, and that shows no more columns of its own than to anybody.
  [[nodiscard]] bool leaves_trace(const geo::View& view) const;
  [[nodiscard]] std::uint64_t count(const geo::View& view, const geo::Filter& filter) const { return m_parts.counts.count(view, filter); }
  /// For this request alone. Throws Error{usage} for a CRS that there is no way to.
  [[nodiscard]] CrsPool::Lease crs(const geo::CrsName& name) const { return m_parts.crs.lend(name); }
  /// Who may write rows here: the role, where the service has rules to judge them by.
  [[nodiscard]] bool may_write() const { return m_who.role.writes && m_parts.options.rules != nullptr; }
  /// Whether the role may send files: an import compares with, and changes, rows by their keys, seen or not, so only who sees all may.
  [[nodiscard]] bool may_import() const;
  /// The collection with what the role does not see; for writes alone, which must keep it. Throws Error{not_found}.
  [[nodiscard]] std::shared_ptr<const geo::View> whole_view(const std::string& collection) const;
  /// A row of it that the role sees: `seen` is the page of it in the role's view. Throws Error{not_found}.
  [[nodiscard]] static geo::Feature whole_row(const geo::View& whole, const geo::BatchView& seen, geo::Fid fid);
  /// One edit, on record as done by who asks. Throws as store::Store::edit().
  geo::BatchOutcome edit(const std::string& collection, const geo::Edit& edit) const;
  [[nodiscard]] geo::Catalog catalog() const { return m_parts.store.catalog(); }
  /// What codes mean; the same for every role.
  [[nodiscard]] std::vector<geo::CodeList> code_lists() const { return m_parts.store.catalog().code_lists; }

 private:
  [[nodiscard]] std::shared_ptr<const geo::View> view_if_any(const std::string& collection) const;

  const SiteParts& m_parts;
  Identity m_who;
};

}  // namespace api
