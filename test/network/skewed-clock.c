/*
 * Preloaded into a node, gives it a clock that is wrong by CLOCK_SKEW_SECONDS. Programs in Go read the time from code that the
 * kernel maps into each process (the vDSO), past the C library, so that libfaketime does not reach them: here that code is replaced
 * in the memory of the one process before its main function runs. For Linux on x86-64.
 */
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long skew;

/* Runs on a stack and with a thread state that is not C's: it may call nothing. */
static int skewed_clock_gettime(clockid_t clock, struct timespec *now) {
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(SYS_clock_gettime), "D"(clock), "S"(now)
                   : "rcx", "r11", "memory");
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += skew;
  return (int)result;
}

static void fail(const char *reason) {
  fprintf(stderr, "The clock cannot be skewed: %s.\n", reason);
  _exit(97);
}

__attribute__((constructor)) static void skew_clock(void) {
  const char *seconds = getenv("CLOCK_SKEW_SECONDS");
  if (seconds == NULL) return;
  skew = atol(seconds);

  unsigned char *vdso = (unsigned char *)getauxval(AT_SYSINFO_EHDR);
  if (vdso == NULL) fail("the kernel maps no vDSO");
  Elf64_Ehdr *header = (Elf64_Ehdr *)vdso;
  Elf64_Phdr *segments = (Elf64_Phdr *)(vdso + header->e_phoff);
  Elf64_Dyn *entry = NULL;
  size_t size = 0;
  for (int i = 0; i < header->e_phnum; i++) {
    if (segments[i].p_type == PT_DYNAMIC) entry = (Elf64_Dyn *)(vdso + segments[i].p_offset);
    if (segments[i].p_type == PT_LOAD) size = segments[i].p_memsz;
  }
  Elf64_Sym *symbols = NULL;
  const char *names = NULL;
  Elf64_Word *hash = NULL;
  for (; entry != NULL && entry->d_tag != DT_NULL; entry++) {
    if (entry->d_tag == DT_SYMTAB) symbols = (Elf64_Sym *)(vdso + entry->d_un.d_ptr);
    if (entry->d_tag == DT_STRTAB) names = (const char *)(vdso + entry->d_un.d_ptr);
    if (entry->d_tag == DT_HASH) hash = (Elf64_Word *)(vdso + entry->d_un.d_ptr);
  }
  if (symbols == NULL || names == NULL || hash == NULL) fail("the vDSO is not of the known form");

  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  size_t pages = (size + page - 1) / page * page;
  if (mprotect(vdso, pages, PROT_READ | PROT_WRITE | PROT_EXEC) != 0) fail("the kernel seals the vDSO");
  int found = 0;
  for (Elf64_Word i = 0; i < hash[1]; i++) {
    if (strcmp(names + symbols[i].st_name, "__vdso_clock_gettime") != 0) continue;
    /* movabs $skewed_clock_gettime, %rax; jmp *%rax */
    unsigned char jump[12] = {0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xe0};
    void *target = (void *)skewed_clock_gettime;
    memcpy(jump + 2, &target, sizeof target);
    memcpy(vdso + symbols[i].st_value, jump, sizeof jump);
    found = 1;
  }
  mprotect(vdso, pages, PROT_READ | PROT_EXEC);
  if (!found) fail("the vDSO tells no time");
}
