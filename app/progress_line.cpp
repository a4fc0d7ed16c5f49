// SPDX-License-Identifier: Apache-2.0
#include "app/progress_line.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <unistd.h>

namespace app {
namespace {

/// Nobody has to listen: a closed standard error must not end the work.
void say(const std::string& text) {
  std::fputs(text.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace

ProgressLine::ProgressLine(std::string what, bool quiet)
    : m_what(std::move(what)), m_quiet(quiet), m_terminal(::isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
  if (m_drawn) { say("\r\033[K"); }
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
    say(fmt::format("{}: {} %\n", m_what, tenth * 10));
    return;
  }
  const auto now = std::chrono::steady_clock::now();
  if (now < m_next) { return; }
  m_next = now + std::chrono::milliseconds(100);
  constexpr std::int64_t width = 30;
  const auto filled = static_cast<std::size_t>(done * width / total);
  say(fmt::format("\r{} [{}{}] {:3} %\033[K", m_what, std::string(filled, '#'), std::string(width - filled, '.'), done * 100 / total));
  m_drawn = true;
}

}  // namespace app
