//go:build !purego

#include "textflag.h"

// func find(out *uint32, probes *Probe, count int, keys *Key, starts *uint16, end int) int
//
// Thirty-two keys at a time, without a branch but one: the bytes by which they lie below Low, less Span with saturation, are both
// zero where the probe likes the key. Those past the end of a run are left out.
TEXT ·find(SB), NOSPLIT, $8-56
	MOVQ out+0(FP), DI
	MOVQ probes+8(FP), R9
	MOVQ count+16(FP), R10
	MOVQ keys+24(FP), R11
	MOVQ starts+32(FP), R12
	PXOR X4, X4
	MOVQ $0x5555555555555555, R8 // of two bits for each key, one
	XORL R13, R13           // number of the probe, in the upper half

probe:
	MOVWLZX    2(R9), AX
	MOVD       AX, X0
	PSHUFLW    $0, X0, X0
	PUNPCKLQDQ X0, X0
	MOVWLZX    4(R9), AX
	MOVD       AX, X1
	PSHUFLW    $0, X1, X1
	PUNPCKLQDQ X1, X1
	MOVBLZX    0(R9), AX
	MOVBLZX    1(R9), BX
	MOVWLZX    2(R12)(BX*2), CX
	CMPL       AX, BX
	MOVWLZX    (R12)(AX*2), AX
	JHI        wraps
	MOVL       $-1, rest-8(SP)
	JMP        run

wraps:
	MOVL AX, rest-8(SP) // after the keys from 0, those from here
	XORL AX, AX

run:
	SUBL AX, CX
	JLE  ran
	LEAQ (R11)(AX*2), SI
	MOVL R13, DX
	ADDL AX, DX

more:
	MOVOU    (SI), X2
	MOVO     X0, X3
	PSUBB    X2, X3
	PSUBUSB  X1, X3
	PCMPEQW  X4, X3
	MOVOU    16(SI), X5
	MOVO     X0, X6
	PSUBB    X5, X6
	PSUBUSB  X1, X6
	PCMPEQW  X4, X6
	MOVOU    32(SI), X7
	MOVO     X0, X8
	PSUBB    X7, X8
	PSUBUSB  X1, X8
	PCMPEQW  X4, X8
	MOVOU    48(SI), X9
	MOVO     X0, X10
	PSUBB    X9, X10
	PSUBUSB  X1, X10
	PCMPEQW  X4, X10
	PMOVMSKB X3, AX
	PMOVMSKB X6, BX
	SHLQ     $16, BX
	ORQ      BX, AX
	PMOVMSKB X8, BX
	SHLQ     $32, BX
	ORQ      BX, AX
	PMOVMSKB X10, BX
	SHLQ     $48, BX
	ORQ      BX, AX
	ANDQ     R8, AX
	CMPL     CX, $32
	JLT      last

some:
	TESTQ AX, AX
	JZ    next

found:
	BSFQ AX, BX
	SHRQ $1, BX
	ADDL DX, BX
	MOVL BX, (DI)
	ADDQ $4, DI
	LEAQ -1(AX), BX
	ANDQ BX, AX
	JNZ  found

next:
	ADDQ $64, SI
	ADDL $32, DX
	SUBL $32, CX
	JGT  more

ran:
	MOVL    rest-8(SP), AX
	TESTL   AX, AX
	JLT     probed
	MOVL    $-1, rest-8(SP)
	MOVQ    end+40(FP), CX
	JMP     run

probed:
	ADDQ $6, R9
	ADDL $0x10000, R13
	DECQ R10
	JNZ  probe
	SUBQ out+0(FP), DI
	SHRQ $2, DI
	MOVQ DI, ret+48(FP)
	RET

last:
	NEGL CX
	LEAL 64(CX)(CX*1), CX // bits that are not of this run
	MOVQ $-1, BX
	SHRQ CX, BX
	ANDQ BX, AX
	MOVL $1, CX           // nothing is left after these
	JMP  some
