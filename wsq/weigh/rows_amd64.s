//go:build !purego

#include "textflag.h"

// func blocks(out *float32, n int, rows *[]float32, weights *float32, count int)
//
// Sixteen samples at a time, each sum in the order of each: SSE multiplies and adds round every
// product and sum by itself. The last block overlaps the one before it.
TEXT ·blocks(SB), NOSPLIT, $0-40
	MOVQ out+0(FP), DI
	MOVQ n+8(FP), DX
	MOVQ rows+16(FP), SI
	MOVQ weights+24(FP), R8
	MOVQ count+32(FP), CX
	SUBQ $16, DX
	XORQ AX, AX

block:
	MOVQ   (SI), R12
	MOVSS  (R8), X8
	SHUFPS $0, X8, X8
	MOVUPS (R12)(AX*4), X0
	MOVUPS 16(R12)(AX*4), X1
	MOVUPS 32(R12)(AX*4), X2
	MOVUPS 48(R12)(AX*4), X3
	MULPS  X8, X0
	MULPS  X8, X1
	MULPS  X8, X2
	MULPS  X8, X3
	MOVQ   SI, R9
	MOVQ   $1, R11
	CMPQ   R11, CX
	JGE    store

row:
	ADDQ   $24, R9           // next slice header
	MOVQ   (R9), R12
	MOVSS  (R8)(R11*4), X8
	SHUFPS $0, X8, X8
	MOVUPS (R12)(AX*4), X4
	MOVUPS 16(R12)(AX*4), X5
	MOVUPS 32(R12)(AX*4), X6
	MOVUPS 48(R12)(AX*4), X7
	MULPS  X8, X4
	MULPS  X8, X5
	MULPS  X8, X6
	MULPS  X8, X7
	ADDPS  X4, X0
	ADDPS  X5, X1
	ADDPS  X6, X2
	ADDPS  X7, X3
	INCQ   R11
	CMPQ   R11, CX
	JLT    row

store:
	MOVUPS X0, (DI)(AX*4)
	MOVUPS X1, 16(DI)(AX*4)
	MOVUPS X2, 32(DI)(AX*4)
	MOVUPS X3, 48(DI)(AX*4)
	CMPQ   AX, DX
	JGE    done
	ADDQ   $16, AX
	CMPQ   AX, DX
	JLE    block
	MOVQ   DX, AX
	JMP    block

done:
	RET
