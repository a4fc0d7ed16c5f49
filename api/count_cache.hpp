// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/view.hpp"

#include <cstdint>
#include <list>
#include <mutex>
#include <string>

namespace api {

/// Remembers how many rows matched, per collection, version of the view and filter; the least recently used is forgotten
/// first. Thread-safe; a count in progress holds nobody up.
class CountCache {
 public:
  explicit CountCache(std::size_t capacity = 256) : m_capacity(capacity) {}

  std::uint64_t count(const geo::View& view, const geo::Filter& filter);

 private:
  struct Entry {
    std::string collection;
    std::uint64_t version = 0;
    geo::Filter filter;
    std::uint64_t count = 0;
  };

  bool find(const geo::View& view, const geo::Filter& filter, std::uint64_t& count);

  std::size_t m_capacity;
  std::mutex m_mutex;
  std::list<Entry> m_entries;  ///< most recently used first
};

}  // namespace api
