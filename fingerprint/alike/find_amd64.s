//go:build !purego

#include "textflag.h"

// func find(out *uint32, keys *Key, n int, low, span uint64, mark uint32) int
//
// Eight keys at a time: the bytes by which they lie below low, less the span with saturation, are both zero where a key lies
// in the window. Of the last eight, those past n are left out.
TEXT ·find(SB), NOSPLIT, $0-56
	MOVQ       out+0(FP), DI
	MOVQ       keys+8(FP), SI
	MOVQ       n+16(FP), CX
	MOVQ       low+24(FP), X0
	PUNPCKLQDQ X0, X0
	MOVQ       span+32(FP), X1
	PUNPCKLQDQ X1, X1
	PXOR       X4, X4
	MOVL       mark+40(FP), DX
	MOVQ       DI, R8

eight:
	MOVOU    (SI), X2
	MOVO     X0, X3
	PSUBB    X2, X3
	PSUBUSB  X1, X3
	PCMPEQW  X4, X3
	PMOVMSKB X3, AX
	CMPQ     CX, $8
	JLT      last

test:
	TESTL AX, AX
	JNZ   found

next:
	ADDQ $16, SI
	ADDL $8, DX
	SUBQ $8, CX
	JGT  eight
	SUBQ R8, DI
	SHRQ $2, DI
	MOVQ DI, ret+48(FP)
	RET

last:
	SHLQ $1, CX       // two bits of the mask are one key
	MOVL $1, BX
	SHLL CX, BX
	DECL BX
	ANDL BX, AX
	MOVQ $1, CX       // nothing is left after these
	JMP  test

found:
	BSFL AX, BX
	SHRL $1, BX
	ADDL DX, BX
	MOVL BX, (DI)
	ADDQ $4, DI
	LEAL -1(AX), BX
	ANDL BX, AX
	LEAL -1(AX), BX
	ANDL BX, AX
	JNZ  found
	JMP  next
