// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"
#include "geo/base/error.hpp"
#include "geo/table/role.hpp"
#include "store/store.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace api {

struct ServiceOptions {
  /// Whose eyes every answer is for. Until people sign in, one role is served.
  geo::Role role;
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
  /// Memory for kept answers.
  std::size_t cache_bytes = std::size_t{16} * 1024 * 1024;
};

/// OGC API - Features over a store, for one role: requests in, answers out; see api/routes.cpp for what there is.
/// Thread-safe.
class Service {
 public:
  /// `store` must outlive the service.
  Service(store::Store& store, ServiceOptions options);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  /// Answers every request; errors of the client's become problem+json in its language. Throws only for trouble of our own
  /// (a damaged store, a full disk, a bug), which the HTTP layer logs and answers with a bare 500.
  Response handle(const Request& request);

  /// Answers from memory or returns false; never blocks, takes less than a microsecond. For the I/O threads.
  bool from_cache(const Request& request, Response& response);

  /// The port, when the system chose it.
  void set_port(std::uint16_t port);

 private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace api
