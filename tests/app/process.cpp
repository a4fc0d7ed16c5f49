// SPDX-License-Identifier: Apache-2.0
#include "tests/app/process.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <netinet/in.h>
#include <signal.h>
#include <sstream>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace app_test {
namespace {

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

pid_t spawn(const std::vector<std::string>& arguments, const std::filesystem::path& out, const std::filesystem::path& err) {
  const pid_t pid = ::fork();
  if (pid != 0) { return pid; }
  const int out_fd = ::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int err_fd = ::open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ::dup2(out_fd, STDOUT_FILENO);
  ::dup2(err_fd, STDERR_FILENO);
  std::vector<std::string> words = arguments;
  const bool says_language = std::find(words.begin(), words.end(), "--lang") != words.end();
  if (!says_language) { words.insert(words.begin(), {"--lang", "en"}); }
  words.insert(words.begin(), BAIRRO_PROGRAM);
  std::vector<char*> argv;
  for (std::string& word : words) { argv.push_back(word.data()); }
  argv.push_back(nullptr);
  ::execv(BAIRRO_PROGRAM, argv.data());
  ::_exit(127);
}

int code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

int connect_to(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval patience{20, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  const void* raw = &address;
  if (::connect(fd, static_cast<const sockaddr*>(raw), sizeof address) != 0) {
    ::close(fd);
    return -1;
  }
  return fd;
}

}  // namespace

Outcome bairro(const std::vector<std::string>& arguments) {
  const Folder folder;
  const pid_t pid = spawn(arguments, folder / "out", folder / "err");
  int status = 0;
  ::waitpid(pid, &status, 0);
  return {code_of(status), content_of(folder / "out"), content_of(folder / "err")};
}

Child::Child(const Folder& folder, const std::vector<std::string>& arguments) {
  static int number = 0;
  m_out = folder / ("child-out-" + std::to_string(++number));
  m_pid = spawn(arguments, m_out, folder / ("child-err-" + std::to_string(number)));
}

Child::~Child() {
  if (m_status == -1) {
    ::kill(m_pid, SIGKILL);
    wait();
  }
}

void Child::signal(int number) const { ::kill(m_pid, number); }

int Child::wait() {
  if (m_status == -1) { ::waitpid(m_pid, &m_status, 0); }
  return code_of(m_status);
}

bool Child::running() {
  if (m_status == -1) {
    int status = 0;
    if (::waitpid(m_pid, &status, WNOHANG) == m_pid) { m_status = status; }
  }
  return m_status == -1;
}

std::string Child::out() const { return content_of(m_out); }

Server::Server(const Folder& folder, const std::string& store, const std::vector<std::string>& more)
    : m_child(folder, [&] {
        std::vector<std::string> arguments{"--json", "--store", store, "serve", "--listen", "127.0.0.1:0"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
      }()) {
  for (int i = 0; i < 1000 && m_port == 0 && m_child.running(); ++i) {
    const std::string said = m_child.out();
    const std::size_t at = said.find("127.0.0.1:");
    if (at != std::string::npos && said.find('\n') != std::string::npos) { m_port = std::atoi(said.c_str() + at + 10); }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  if (m_port == 0) { throw std::runtime_error("the server did not start"); }
}

Answer get(int port, const std::string& target, const std::string& more_headers) { return ask(port, "GET", target, "", more_headers); }

Answer ask(int port, const std::string& method, const std::string& target, const std::string& body, const std::string& more_headers) {
  const int fd = connect_to(port);
  if (fd < 0) { return {}; }
  std::string request = method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\nConnection: close\r\n";
  if (!body.empty()) { request += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n"; }
  request += more_headers + "\r\n" + body;
  std::string answer;
  if (::send(fd, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size())) {
    char block[65536];
    for (ssize_t n = 0; (n = ::recv(fd, block, sizeof block, 0)) > 0;) { answer.append(block, static_cast<std::size_t>(n)); }
  }
  ::close(fd);
  const std::size_t end = answer.find("\r\n\r\n");
  if (end == std::string::npos) { return {}; }
  Answer a{std::atoi(answer.c_str() + 9), answer.substr(0, end), answer.substr(end + 4)};
  const std::size_t length = a.head.find("Content-Length: ");
  if (length != std::string::npos && std::strtoull(a.head.c_str() + length + 16, nullptr, 10) != a.body.size()) { a.status = 0; }
  return a;
}

}  // namespace app_test
