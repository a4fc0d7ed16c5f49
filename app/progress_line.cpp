// SPDX-License-Identifier: Apache-2.0
#include "app/progress_line.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace app {

ProgressLine::ProgressLine(std::string what, bool quiet) : m_what(std::move(what)), m_quiet(quiet), m_terminal(::isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
  if (m_drawn) { std::fputs("\r\033[K", stderr); }
}

geo::Progress ProgressLine::progress() {
  if (m_quiet) { return {}; }
  return geo::Progress([this](std::int64_t done, std::int64_t total) { show(done, total); });
}

void ProgressLine::show(std::int64_t done, std::int64_t total) {
  if (total <= 0) { return; }
  if (!m_terminal) {
    const std::int64_t tenth = done * 10 / total;
    if (tenth <= m_tenth || tenth >= 10) { return; }
    m_tenth = tenth;
    fmt::print(stderr, "{}: {} %\n", m_what, tenth * 10);
    return;
  }
  const auto now = std::chrono::steady_clock::now();
  if (now < m_next) { return; }
  m_next = now + std::chrono::milliseconds(100);
  constexpr std::int64_t width = 30;
  const auto filled = static_cast<std::size_t>(done * width / total);
  fmt::print(stderr, "\r{} [{}{}] {:3} %\033[K", m_what, std::string(filled, '#'), std::string(width - filled, '.'), done * 100 / total);
  std::fflush(stderr);
  m_drawn = true;
}

}  // namespace app
