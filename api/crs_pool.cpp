// SPDX-License-Identifier: Apache-2.0
#include "api/crs_pool.hpp"

#include <algorithm>
#include <utility>

namespace api {

void CrsPool::GiveBack::operator()(geo::Reprojection* crs) const { pool->give_back(std::unique_ptr<geo::Reprojection>(crs)); }

CrsPool::Lease CrsPool::lend(const geo::CrsName& name) {
  auto crs = take(name);
  if (!crs) { crs = std::make_unique<geo::Reprojection>(name); }
  return {crs.release(), GiveBack{this}};
}

std::unique_ptr<geo::Reprojection> CrsPool::take(const geo::CrsName& name) {
  const std::lock_guard lock(m_mutex);
  const auto found = std::find_if(m_idle.rbegin(), m_idle.rend(), [&](const auto& idle) { return idle->crs() == name; });
  if (found == m_idle.rend()) { return nullptr; }
  auto crs = std::move(*found);
  m_idle.erase(std::next(found).base());
  return crs;
}

void CrsPool::give_back(std::unique_ptr<geo::Reprojection> crs) {
  std::unique_ptr<geo::Reprojection> oldest;  // let go of outside the lock: that closes a file
  const std::lock_guard lock(m_mutex);
  m_idle.push_back(std::move(crs));
  if (m_idle.size() <= m_capacity) { return; }
  oldest = std::move(m_idle.front());
  m_idle.erase(m_idle.begin());
}

}  // namespace api
