// SPDX-License-Identifier: Apache-2.0
#include "tests/store/fault_vfs.hpp"

#include <cassert>
#include <stdexcept>

namespace store_test {
namespace {

/// What SQLite has in its hands; the real file lies behind it in the same memory.
struct FaultFile {
  sqlite3_file base;
  FaultVfs* vfs;
};

FaultFile& own(sqlite3_file* file) { return *static_cast<FaultFile*>(static_cast<void*>(file)); }
sqlite3_file* real(sqlite3_file* file) {
  return static_cast<sqlite3_file*>(static_cast<void*>(static_cast<FaultFile*>(static_cast<void*>(file)) + 1));
}
const sqlite3_io_methods& methods(sqlite3_file* file) { return *real(file)->pMethods; }
FaultVfs& disk(sqlite3_vfs* vfs) { return *static_cast<FaultVfs*>(vfs->pAppData); }
sqlite3_vfs* below(sqlite3_vfs* vfs) { return disk(vfs).real(); }

int close(sqlite3_file* f) { return methods(f).xClose(real(f)); }
int read(sqlite3_file* f, void* to, int bytes, sqlite3_int64 at) { return methods(f).xRead(real(f), to, bytes, at); }
int write(sqlite3_file* f, const void* from, int bytes, sqlite3_int64 at) {
  const int fault = own(f).vfs->judge(FaultVfs::Call::write);
  if (fault != SQLITE_OK) {
    methods(f).xWrite(real(f), from, bytes / 2, at);  // as far as the disk went
    return fault;
  }
  return methods(f).xWrite(real(f), from, bytes, at);
}
int truncate(sqlite3_file* f, sqlite3_int64 size) {
  const int fault = own(f).vfs->judge(FaultVfs::Call::truncate);
  return fault != SQLITE_OK ? fault : methods(f).xTruncate(real(f), size);
}
int sync(sqlite3_file* f, int flags) {
  const int fault = own(f).vfs->judge(FaultVfs::Call::sync);
  return fault != SQLITE_OK ? fault : methods(f).xSync(real(f), flags);
}
int file_size(sqlite3_file* f, sqlite3_int64* size) { return methods(f).xFileSize(real(f), size); }
int lock(sqlite3_file* f, int level) { return methods(f).xLock(real(f), level); }
int unlock(sqlite3_file* f, int level) { return methods(f).xUnlock(real(f), level); }
int check_reserved(sqlite3_file* f, int* is) { return methods(f).xCheckReservedLock(real(f), is); }
int control(sqlite3_file* f, int op, void* arg) { return methods(f).xFileControl(real(f), op, arg); }
int sector_size(sqlite3_file* f) { return methods(f).xSectorSize(real(f)); }
int characteristics(sqlite3_file* f) { return methods(f).xDeviceCharacteristics(real(f)); }
int shm_map(sqlite3_file* f, int region, int size, int extend, void volatile** at) {
  return methods(f).xShmMap(real(f), region, size, extend, at);
}
int shm_lock(sqlite3_file* f, int offset, int n, int flags) { return methods(f).xShmLock(real(f), offset, n, flags); }
void shm_barrier(sqlite3_file* f) { methods(f).xShmBarrier(real(f)); }
int shm_unmap(sqlite3_file* f, int remove) { return methods(f).xShmUnmap(real(f), remove); }
int fetch(sqlite3_file* f, sqlite3_int64 at, int bytes, void** to) { return methods(f).xFetch(real(f), at, bytes, to); }
int unfetch(sqlite3_file* f, sqlite3_int64 at, void* from) { return methods(f).xUnfetch(real(f), at, from); }

constexpr sqlite3_io_methods fault_methods{
    3,           close,           read,    write,    truncate,    sync,      file_size, lock,   unlock, check_reserved, control,
    sector_size, characteristics, shm_map, shm_lock, shm_barrier, shm_unmap, fetch,     unfetch};

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;  // not to be closed unless it was opened
  const int fault = disk(vfs).judge(FaultVfs::Call::open);
  if (fault != SQLITE_OK) { return fault; }
  const int code = below(vfs)->xOpen(below(vfs), name, real(file), flags, out_flags);
  if (code != SQLITE_OK) { return code; }
  own(file).vfs = &disk(vfs);
  file->pMethods = &fault_methods;
  return SQLITE_OK;
}
int remove(sqlite3_vfs* vfs, const char* name, int sync_folder) { return below(vfs)->xDelete(below(vfs), name, sync_folder); }
int access(sqlite3_vfs* vfs, const char* name, int flags, int* is) { return below(vfs)->xAccess(below(vfs), name, flags, is); }
int full_name(sqlite3_vfs* vfs, const char* name, int bytes, char* out) { return below(vfs)->xFullPathname(below(vfs), name, bytes, out); }
int randomness(sqlite3_vfs* vfs, int bytes, char* out) { return below(vfs)->xRandomness(below(vfs), bytes, out); }
int sleep(sqlite3_vfs* vfs, int microseconds) { return below(vfs)->xSleep(below(vfs), microseconds); }
int current_time(sqlite3_vfs* vfs, double* out) { return below(vfs)->xCurrentTime(below(vfs), out); }
int last_error(sqlite3_vfs* vfs, int bytes, char* out) { return below(vfs)->xGetLastError(below(vfs), bytes, out); }
int current_time_64(sqlite3_vfs* vfs, sqlite3_int64* out) { return below(vfs)->xCurrentTimeInt64(below(vfs), out); }

}  // namespace

FaultVfs::FaultVfs() : m_real(sqlite3_vfs_find(nullptr)) {
  m_vfs.iVersion = 2;
  m_vfs.szOsFile = static_cast<int>(sizeof(FaultFile)) + m_real->szOsFile;
  m_vfs.mxPathname = m_real->mxPathname;
  m_vfs.zName = "fault";
  m_vfs.pAppData = this;
  m_vfs.xOpen = open;
  m_vfs.xDelete = remove;
  m_vfs.xAccess = access;
  m_vfs.xFullPathname = full_name;
  m_vfs.xRandomness = randomness;
  m_vfs.xSleep = sleep;
  m_vfs.xCurrentTime = current_time;
  m_vfs.xGetLastError = last_error;
  m_vfs.xCurrentTimeInt64 = current_time_64;
  if (sqlite3_vfs_register(&m_vfs, 1) != SQLITE_OK) { throw std::runtime_error("the disk that fails could not be put in"); }
}

FaultVfs::~FaultVfs() {
  sqlite3_vfs_register(m_real, 1);
  sqlite3_vfs_unregister(&m_vfs);
}

void FaultVfs::fail(std::int64_t nth, Kind kind, bool for_good) {
  m_kind = kind;
  m_for_good = for_good;
  m_has_failed = false;
  m_has_failed_to_write = false;
  m_until_fault = nth;
}

int FaultVfs::judge(Call call) {
  ++m_calls;
  if (m_kind == Kind::disk_full && call != Call::write) { return SQLITE_OK; }
  if (m_until_fault == 0 || --m_until_fault > 0) { return SQLITE_OK; }
  m_until_fault = m_for_good ? 1 : 0;
  m_has_failed = true;
  if (call == Call::write || call == Call::sync) { m_has_failed_to_write = true; }
  switch (call) {
    case Call::write: return m_kind == Kind::disk_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    case Call::sync: return SQLITE_IOERR_FSYNC;
    case Call::truncate: return SQLITE_IOERR_TRUNCATE;
    case Call::open: break;
  }
  return SQLITE_CANTOPEN;
}

}  // namespace store_test
