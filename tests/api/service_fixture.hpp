// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"
#include "api/service.hpp"
#include "store/memory/memory_store.hpp"
#include "tests/api/json.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace api_tests {

// A small collection of its own, so that nothing here breaks when someone adds a field to a built-in one.
geo::Collection notes_collection();

// What one note says; confidentiality 0 is for everybody, 1 hides the row from visitors, `secret` is never theirs.
struct Note {
  std::string title;
  int confidentiality = 0;
  bool has_location = true;
  double lon = 40.5, lat = -12.9;
  geo::TimeMs at = 1'704'067'200'000;  // 2024-01-01T00:00:00Z
  std::string secret = {};
};
geo::Row note_row(const geo::Collection& schema, const Note& note);

// A GET that a client on this machine would send.
api::Request make_request(std::string_view target, std::vector<api::Header> headers = {}, std::string method = "GET");

// A memory store with notes and the service over it.
class NotesService {
 public:
  explicit NotesService(std::string_view role = "visitor", api::ServiceOptions options = {});

  void add(const std::vector<Note>& notes);
  api::Response get(std::string_view target, std::vector<api::Header> headers = {}) {
    return service->handle(make_request(target, std::move(headers)));
  }

  store::MemoryStore store{"0123456789abcdef", [] { return geo::TimeMs{0}; }};
  std::atomic<std::uint64_t> stamp{1};
  std::unique_ptr<api::Service> service;
};

// Values of the placeholders of a path of tiles or their grids: zoom 0 of WebMercatorQuad. Empty for another path.
std::vector<std::string> tile_values(std::string_view path_template, const std::string& collection);
std::string_view body(const api::Response& response);
std::string header(const api::Response& response, std::string_view name);
// "http://localhost:8080/x?y" -> "/x?y".
std::string target_of(std::string_view url);

}  // namespace api_tests
