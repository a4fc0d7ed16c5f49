// SPDX-License-Identifier: Apache-2.0
#include "importers/read/window.hpp"

#include <cassert>
#include <cstring>
#include <utility>

namespace importers {

Window::Window(std::unique_ptr<ByteSource> source, std::size_t capacity)
    : m_source(std::move(source)), m_bytes(std::make_unique_for_overwrite<char[]>(capacity + slack)), m_capacity(capacity) {
  assert(capacity > 0);
  fill();
}

void Window::advance(std::size_t keep_from) {
  assert(!m_complete && keep_from <= m_size);
  const std::size_t kept = m_size - keep_from;
  if (kept > m_capacity / 2) {
    auto bigger = std::make_unique_for_overwrite<char[]>(2 * m_capacity + slack);
    std::memcpy(bigger.get(), m_bytes.get() + keep_from, kept);
    m_bytes = std::move(bigger);
    m_capacity *= 2;
  } else {
    std::memmove(m_bytes.get(), m_bytes.get() + keep_from, kept);
  }
  m_size = kept;
  fill();
}

void Window::fill() {
  m_size += read_fully(*m_source, m_bytes.get() + m_size, m_capacity - m_size);
  m_complete = m_size < m_capacity;
  std::memset(m_bytes.get() + m_size, 0, slack);
}

}  // namespace importers
