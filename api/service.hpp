// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/downloads.hpp"
#include "api/http/message.hpp"
#include "api/http/server.hpp"
#include "geo/base/error.hpp"
#include "geo/table/role.hpp"
#include "importers/import.hpp"
#include "store/accounts/accounts.hpp"
#include "store/store.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace api {

/// What is told of a request to whoever keeps the trail.
struct Trace {
  enum class Kind : std::uint8_t { read, signed_in, refused, analysed };
  Kind kind = Kind::read;
  std::string account;         ///< empty: nobody signed in
  std::string role;            ///< as geo::role_text() has it
  std::string_view route;      ///< the template of the path
  std::string collection;      ///< empty: none
  std::uint64_t rows = 0;      ///< that were shown
  std::string method = {};     ///< of an analysis that was asked for
  std::string export_id = {};  ///< of a file that was given out
};

class Analyses;
class Imports;

struct ServiceOptions {
  /// Whose eyes answers are for that go to somebody who has not signed in.
  geo::Role role;
  /// Where people sign in. Null: nobody does, and everybody has `role`; for a machine's own user alone. Must outlive the service.
  store::Accounts* accounts = nullptr;
  /// The one who asks is named by the last X-Forwarded-For: only behind a proxy that sets it, and that alone can connect.
  bool behind_proxy = false;
  /// Origins whose pages may read from here, or "*"; see api/cors.hpp. Empty: this service's own pages only.
  std::vector<std::string> cors;
  /// What links begin with, as clients reach the service ("https://maps.example.org/bairro"). Empty: the request's own Host.
  std::string public_url;
  geo::Text title{"Bairro", "Bairro"};
  geo::Text description{"Incidents, community safety councils and the places where police and communities meet",
                        "Incidentes, conselhos comunitários de segurança e os locais onde a polícia e as comunidades se encontram"};
  /// Where days begin, for people who choose a period (IANA name).
  std::string time_zone = "Africa/Maputo";
  /// The port clients name in Host; see set_port().
  std::uint16_t port = 8080;
  /// A number that changes with every change of the store, raised only once the new views are there for the asking. Called
  /// for every request on the I/O threads: it must not block (one atomic load). Empty: no answer is kept.
  std::function<std::uint64_t()> stamp;
  /// Called before an answer leaves that shows rows which not everybody may see, and after each look at a password or token.
  /// When it throws, the answer does not leave. Empty: no trace is kept.
  std::function<void(const Trace&)> trace;
  /// Who runs analyses. Null: nobody does. Must outlive the service.
  Analyses* analyses = nullptr;
  /// Who imports files that are sent. Null: nobody does. Must outlive the service.
  Imports* imports = nullptr;
  /// The rules that rows of a collection are judged by which clients write, as those of a file are, with what the role may know of the
  /// country: places that it does not see place nothing. Null: nobody writes.
  std::function<importers::ImportOptions(const std::string& collection, const geo::Role& role)> rules;
  /// Files for download.
  DownloadOptions downloads = {};
  /// Writes rasters, see geotiff(). Empty: the one that is installed.
  std::filesystem::path geotiff_program = {};
  /// Where files of tiles lie that are given out, see Exports. Empty: none are.
  std::filesystem::path exports = {};
  /// Memory for kept answers; a quarter as much again for drawn tiles.
  std::size_t cache_bytes = std::size_t{64} * 1024 * 1024;
};

/// OGC API - Features over a store, for whoever signs in: requests in, answers out; see api/routes.cpp for what there is.
/// Thread-safe.
class Service {
 public:
  /// `store` must outlive the service. Throws Error{usage} for an origin in `cors` that is none.
  Service(store::Store& store, ServiceOptions options);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  /// Answers every request; errors of the client's become problem+json in its language. Throws only for trouble of our own
  /// (a damaged store, a full disk, a bug), which the HTTP layer logs and answers with a bare 500.
  Response handle(const Request& request);

  /// Answers from memory or returns false; never blocks, takes less than a microsecond. For the I/O threads.
  /// Only what anybody may have: who has signed in, and what leaves a trace, goes through handle().
  bool from_cache(const Request& request, Response& response);

  /// What is to be done with the body of a request whose head has come; a file is taken only from who may import it. Microseconds.
  [[nodiscard]] BodyPlan body_plan(const Request& head) const;

  /// Draws tiles ahead while go_on() says so, see warm_tiles(); how many. For a thread that nobody waits for.
  std::size_t warm_tiles(const std::function<bool()>& go_on) const;
  /// What should be in memory before that, see open_views().
  void open_views(const std::function<bool()>& go_on) const;

  /// The port, when the system chose it.
  void set_port(std::uint16_t port);

 private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace api
