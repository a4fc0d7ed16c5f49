// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/crs/reprojection.hpp"

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace api {

/// Reprojections that have been made, lent to one request at a time: making one takes longer than a page does. A few idle ones are
/// kept, those used last. Thread-safe; what is lent belongs to the borrower alone, and the pool must outlive it.
class CrsPool {
 public:
  explicit CrsPool(std::size_t capacity = 16) : m_capacity(capacity) {}

  struct GiveBack {
    CrsPool* pool = nullptr;
    void operator()(geo::Reprojection* crs) const;
  };
  using Lease = std::unique_ptr<geo::Reprojection, GiveBack>;

  /// Throws as Reprojection's constructor does.
  Lease lend(const geo::CrsName& name);

 private:
  std::unique_ptr<geo::Reprojection> take(const geo::CrsName& name);
  void give_back(std::unique_ptr<geo::Reprojection> crs);

  std::size_t m_capacity;
  std::mutex m_mutex;
  std::vector<std::unique_ptr<geo::Reprojection>> m_idle;  ///< used last at the end
};

}  // namespace api
